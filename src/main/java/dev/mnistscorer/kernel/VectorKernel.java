package dev.mnistscorer.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel on the JDK's Vector API: the lanes of a vector are neighbouring units of a layer.
 *
 * <p>The first layer goes image by image over the pixels that are not zero (a fifth of MNIST): each costs one pass over
 * a row of weights. The layers after it are dense, so blocks of {@link Kernel#ROWS} images by a few vectors stay in
 * registers while a row of weights, loaded once, serves all the images of the block.
 */
final class VectorKernel implements Kernel {
    private static final VectorSpecies<Float> FLOATS =
            FloatVector.SPECIES_PREFERRED.length() > COLUMNS ? FloatVector.SPECIES_512 : FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    // 4 images by 4 vectors are 16 sums and 5 operands: they fit the 32 registers of AVX-512 and NEON, not AVX2's 16.
    private static final boolean WIDE_BLOCKS = LANES == 16 || LANES == 4;

    private int[] positions = new int[0];
    private float[] values = new float[0];

    @Override
    public String name() {
        return "vector, " + FLOATS.vectorBitSize() + " bits";
    }

    @Override
    public void multiplyPixels(byte[] pixels, int rows, PackedLayer layer, float[] sums) {
        int inputs = layer.inputs();
        int stride = layer.stride();
        if (positions.length < inputs) {
            positions = new int[inputs];
            values = new float[inputs];
        }
        for (int r = 0; r < rows; r++) {
            int count = gather(pixels, r * inputs, inputs, stride);
            int sum = r * stride;
            int o = 0;
            for (; o + 4 * LANES <= stride; o += 4 * LANES) {
                sparse4(count, layer, o, sums, sum + o);
            }
            for (; o < stride; o += LANES) {
                sparse1(count, layer, o, sums, sum + o);
            }
        }
    }

    /** Lists the pixels that are not zero: value, and where the row of weights begins. */
    private int gather(byte[] pixels, int from, int inputs, int stride) {
        int count = 0;
        for (int i = 0; i < inputs; i++) {
            int pixel = pixels[from + i] & 0xff;
            positions[count] = i * stride;
            values[count] = pixel;
            count += pixel == 0 ? 0 : 1;
        }
        return count;
    }

    private void sparse4(int count, PackedLayer layer, int o, float[] sums, int sum) {
        float[] weights = layer.weights();
        float[] bias = layer.bias();
        FloatVector s0 = FloatVector.fromArray(FLOATS, bias, o);
        FloatVector s1 = FloatVector.fromArray(FLOATS, bias, o + LANES);
        FloatVector s2 = FloatVector.fromArray(FLOATS, bias, o + 2 * LANES);
        FloatVector s3 = FloatVector.fromArray(FLOATS, bias, o + 3 * LANES);
        for (int k = 0; k < count; k++) {
            int w = positions[k] + o;
            FloatVector x = FloatVector.broadcast(FLOATS, values[k]);
            s0 = FloatVector.fromArray(FLOATS, weights, w).fma(x, s0);
            s1 = FloatVector.fromArray(FLOATS, weights, w + LANES).fma(x, s1);
            s2 = FloatVector.fromArray(FLOATS, weights, w + 2 * LANES).fma(x, s2);
            s3 = FloatVector.fromArray(FLOATS, weights, w + 3 * LANES).fma(x, s3);
        }
        s0.add(0f).intoArray(sums, sum);
        s1.add(0f).intoArray(sums, sum + LANES);
        s2.add(0f).intoArray(sums, sum + 2 * LANES);
        s3.add(0f).intoArray(sums, sum + 3 * LANES);
    }

    private void sparse1(int count, PackedLayer layer, int o, float[] sums, int sum) {
        float[] weights = layer.weights();
        FloatVector s = FloatVector.fromArray(FLOATS, layer.bias(), o);
        for (int k = 0; k < count; k++) {
            s = FloatVector.fromArray(FLOATS, weights, positions[k] + o)
                    .fma(FloatVector.broadcast(FLOATS, values[k]), s);
        }
        s.add(0f).intoArray(sums, sum);
    }

    @Override
    public void multiply(float[] inputs, int rows, PackedLayer layer, float[] sums) {
        int inputStride = Kernel.padColumns(layer.inputs());
        int stride = layer.stride();
        for (int r = 0; r < rows; r += ROWS) {
            int input = r * inputStride;
            int sum = r * stride;
            int o = 0;
            if (WIDE_BLOCKS) {
                for (; o + 4 * LANES <= stride; o += 4 * LANES) {
                    dense4(inputs, input, inputStride, layer, o, sums, sum + o);
                }
            }
            for (; o + 2 * LANES <= stride; o += 2 * LANES) {
                dense2(inputs, input, inputStride, layer, o, sums, sum + o);
            }
            for (; o < stride; o += LANES) {
                dense1(inputs, input, inputStride, layer, o, sums, sum + o);
            }
        }
    }

    /** 4 images by 4 vectors of units. */
    private static void dense4(
            float[] inputs, int input, int inputStride, PackedLayer layer, int o, float[] sums, int sum) {
        float[] weights = layer.weights();
        int stride = layer.stride();
        FloatVector b0 = FloatVector.fromArray(FLOATS, layer.bias(), o);
        FloatVector b1 = FloatVector.fromArray(FLOATS, layer.bias(), o + LANES);
        FloatVector b2 = FloatVector.fromArray(FLOATS, layer.bias(), o + 2 * LANES);
        FloatVector b3 = FloatVector.fromArray(FLOATS, layer.bias(), o + 3 * LANES);
        FloatVector s00 = b0, s01 = b1, s02 = b2, s03 = b3;
        FloatVector s10 = b0, s11 = b1, s12 = b2, s13 = b3;
        FloatVector s20 = b0, s21 = b1, s22 = b2, s23 = b3;
        FloatVector s30 = b0, s31 = b1, s32 = b2, s33 = b3;
        for (int i = 0, w = o; i < layer.inputs(); i++, w += stride) {
            FloatVector w0 = FloatVector.fromArray(FLOATS, weights, w);
            FloatVector w1 = FloatVector.fromArray(FLOATS, weights, w + LANES);
            FloatVector w2 = FloatVector.fromArray(FLOATS, weights, w + 2 * LANES);
            FloatVector w3 = FloatVector.fromArray(FLOATS, weights, w + 3 * LANES);
            FloatVector x0 = FloatVector.broadcast(FLOATS, inputs[input + i]);
            s00 = w0.fma(x0, s00);
            s01 = w1.fma(x0, s01);
            s02 = w2.fma(x0, s02);
            s03 = w3.fma(x0, s03);
            FloatVector x1 = FloatVector.broadcast(FLOATS, inputs[input + inputStride + i]);
            s10 = w0.fma(x1, s10);
            s11 = w1.fma(x1, s11);
            s12 = w2.fma(x1, s12);
            s13 = w3.fma(x1, s13);
            FloatVector x2 = FloatVector.broadcast(FLOATS, inputs[input + 2 * inputStride + i]);
            s20 = w0.fma(x2, s20);
            s21 = w1.fma(x2, s21);
            s22 = w2.fma(x2, s22);
            s23 = w3.fma(x2, s23);
            FloatVector x3 = FloatVector.broadcast(FLOATS, inputs[input + 3 * inputStride + i]);
            s30 = w0.fma(x3, s30);
            s31 = w1.fma(x3, s31);
            s32 = w2.fma(x3, s32);
            s33 = w3.fma(x3, s33);
        }
        store2(s00, s01, sums, sum);
        store2(s02, s03, sums, sum + 2 * LANES);
        store2(s10, s11, sums, sum + stride);
        store2(s12, s13, sums, sum + stride + 2 * LANES);
        store2(s20, s21, sums, sum + 2 * stride);
        store2(s22, s23, sums, sum + 2 * stride + 2 * LANES);
        store2(s30, s31, sums, sum + 3 * stride);
        store2(s32, s33, sums, sum + 3 * stride + 2 * LANES);
    }

    /** 4 images by 2 vectors of units. */
    private static void dense2(
            float[] inputs, int input, int inputStride, PackedLayer layer, int o, float[] sums, int sum) {
        float[] weights = layer.weights();
        int stride = layer.stride();
        FloatVector b0 = FloatVector.fromArray(FLOATS, layer.bias(), o);
        FloatVector b1 = FloatVector.fromArray(FLOATS, layer.bias(), o + LANES);
        FloatVector s00 = b0, s01 = b1, s10 = b0, s11 = b1, s20 = b0, s21 = b1, s30 = b0, s31 = b1;
        for (int i = 0, w = o; i < layer.inputs(); i++, w += stride) {
            FloatVector w0 = FloatVector.fromArray(FLOATS, weights, w);
            FloatVector w1 = FloatVector.fromArray(FLOATS, weights, w + LANES);
            FloatVector x0 = FloatVector.broadcast(FLOATS, inputs[input + i]);
            s00 = w0.fma(x0, s00);
            s01 = w1.fma(x0, s01);
            FloatVector x1 = FloatVector.broadcast(FLOATS, inputs[input + inputStride + i]);
            s10 = w0.fma(x1, s10);
            s11 = w1.fma(x1, s11);
            FloatVector x2 = FloatVector.broadcast(FLOATS, inputs[input + 2 * inputStride + i]);
            s20 = w0.fma(x2, s20);
            s21 = w1.fma(x2, s21);
            FloatVector x3 = FloatVector.broadcast(FLOATS, inputs[input + 3 * inputStride + i]);
            s30 = w0.fma(x3, s30);
            s31 = w1.fma(x3, s31);
        }
        store2(s00, s01, sums, sum);
        store2(s10, s11, sums, sum + stride);
        store2(s20, s21, sums, sum + 2 * stride);
        store2(s30, s31, sums, sum + 3 * stride);
    }

    private static void store2(FloatVector first, FloatVector second, float[] sums, int sum) {
        first.add(0f).intoArray(sums, sum);
        second.add(0f).intoArray(sums, sum + LANES);
    }

    /** 4 images by 1 vector of units. */
    private static void dense1(
            float[] inputs, int input, int inputStride, PackedLayer layer, int o, float[] sums, int sum) {
        float[] weights = layer.weights();
        int stride = layer.stride();
        FloatVector bias = FloatVector.fromArray(FLOATS, layer.bias(), o);
        FloatVector s0 = bias, s1 = bias, s2 = bias, s3 = bias;
        for (int i = 0, w = o; i < layer.inputs(); i++, w += stride) {
            FloatVector row = FloatVector.fromArray(FLOATS, weights, w);
            s0 = row.fma(FloatVector.broadcast(FLOATS, inputs[input + i]), s0);
            s1 = row.fma(FloatVector.broadcast(FLOATS, inputs[input + inputStride + i]), s1);
            s2 = row.fma(FloatVector.broadcast(FLOATS, inputs[input + 2 * inputStride + i]), s2);
            s3 = row.fma(FloatVector.broadcast(FLOATS, inputs[input + 3 * inputStride + i]), s3);
        }
        s0.add(0f).intoArray(sums, sum);
        s1.add(0f).intoArray(sums, sum + stride);
        s2.add(0f).intoArray(sums, sum + 2 * stride);
        s3.add(0f).intoArray(sums, sum + 3 * stride);
    }

    @Override
    public void sigmoid(float[] values, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector z = FloatVector.fromArray(FLOATS, values, i);
            FloatVector one = FloatVector.broadcast(FLOATS, 1f);
            one.div(one.add(exp(z.neg()))).intoArray(values, i);
        }
    }

    @Override
    public void tanh(float[] values, int length) {
        FloatVector one = FloatVector.broadcast(FLOATS, 1f);
        FloatVector two = FloatVector.broadcast(FLOATS, 2f);
        for (int i = 0; i < length; i += LANES) {
            FloatVector z = FloatVector.fromArray(FLOATS, values, i);
            FloatVector square = z.mul(z);
            FloatVector p = FloatVector.broadcast(FLOATS, Transcendentals.T11)
                    .fma(square, FloatVector.broadcast(FLOATS, Transcendentals.T9));
            p = p.fma(square, FloatVector.broadcast(FLOATS, Transcendentals.T7));
            p = p.fma(square, FloatVector.broadcast(FLOATS, Transcendentals.T5));
            p = p.fma(square, FloatVector.broadcast(FLOATS, Transcendentals.T3));
            FloatVector small = p.mul(square).fma(z, z);
            FloatVector large = one.sub(two.div(one.add(exp(z.add(z)))));
            VectorMask<Float> isSmall = z.abs().compare(VectorOperators.LT, Transcendentals.TANH_SMALL);
            large.blend(small, isSmall).intoArray(values, i);
        }
    }

    @Override
    public void relu(float[] values, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector.fromArray(FLOATS, values, i).max(0f).intoArray(values, i);
        }
    }

    @Override
    public void softmax(float[] values, int rows, int classes) {
        int stride = Kernel.padColumns(classes);
        for (int row = 0; row < rows * stride; row += stride) {
            float max = Transcendentals.max(values, row, classes);
            for (int k = row; k < row + stride; k += LANES) {
                exp(FloatVector.fromArray(FLOATS, values, k).sub(max)).intoArray(values, k);
            }
            float sum = Transcendentals.sum(values, row, classes);
            for (int k = row; k < row + stride; k += LANES) {
                FloatVector.fromArray(FLOATS, values, k).div(sum).intoArray(values, k);
            }
        }
    }

    /** {@link Transcendentals#exp} on each lane. */
    private static FloatVector exp(FloatVector x) {
        FloatVector bounded = x.max(Transcendentals.EXP_MIN).min(Transcendentals.EXP_MAX);
        FloatVector round = FloatVector.broadcast(FLOATS, Transcendentals.ROUND);
        FloatVector rounded = bounded.fma(FloatVector.broadcast(FLOATS, Transcendentals.LOG2_E), round);
        FloatVector n = rounded.sub(round);
        FloatVector r = n.fma(
                FloatVector.broadcast(FLOATS, -Transcendentals.LN2_LOW),
                n.fma(FloatVector.broadcast(FLOATS, -Transcendentals.LN2_HIGH), bounded));
        FloatVector p = FloatVector.broadcast(FLOATS, Transcendentals.E6)
                .fma(r, FloatVector.broadcast(FLOATS, Transcendentals.E5));
        p = p.fma(r, FloatVector.broadcast(FLOATS, Transcendentals.E4));
        p = p.fma(r, FloatVector.broadcast(FLOATS, Transcendentals.E3));
        p = p.fma(r, FloatVector.broadcast(FLOATS, Transcendentals.E2));
        FloatVector one = FloatVector.broadcast(FLOATS, 1f);
        p = p.fma(r, one);
        p = p.fma(r, one);
        IntVector exponents =
                rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, Transcendentals.EXPONENT_SHIFT);
        return p.reinterpretAsInts().add(exponents).reinterpretAsFloats();
    }
}
