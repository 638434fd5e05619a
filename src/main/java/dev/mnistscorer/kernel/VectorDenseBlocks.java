package dev.mnistscorer.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of a dense layer: the sums of {@link Kernel#ROWS} images by one panel of units stay in registers while the
 * loop runs over the inputs, so that a row of weights is loaded once for all of these images.
 *
 * <p>Each loop is unrolled by hand: the compiler keeps local variables in registers, but not elements of arrays. That the
 * distance of two rows of weights is a constant saves it half of the range checks.
 */
final class VectorDenseBlocks {
    private static final VectorSpecies<Float> FLOATS = VectorKernel.FLOATS;
    private static final int LANES = VectorKernel.LANES;

    private VectorDenseBlocks() {}

    /** 4 images by 4 vectors of units: 16 sums and 5 operands, which AVX-512 and NEON hold in their 32 registers. */
    static void by4(float[] inputs, int input, int inputStride, PackedLayer layer, int unit, float[] out, int sum) {
        float[] weights = layer.weights();
        float[] bias = layer.bias();
        int panel = layer.panel(unit);
        int stride = layer.stride();
        FloatVector b0 = FloatVector.fromArray(FLOATS, bias, unit);
        FloatVector b1 = FloatVector.fromArray(FLOATS, bias, unit + LANES);
        FloatVector b2 = FloatVector.fromArray(FLOATS, bias, unit + 2 * LANES);
        FloatVector b3 = FloatVector.fromArray(FLOATS, bias, unit + 3 * LANES);
        FloatVector s00 = b0, s01 = b1, s02 = b2, s03 = b3;
        FloatVector s10 = b0, s11 = b1, s12 = b2, s13 = b3;
        FloatVector s20 = b0, s21 = b1, s22 = b2, s23 = b3;
        FloatVector s30 = b0, s31 = b1, s32 = b2, s33 = b3;
        for (int i = 0, w = panel; i < layer.inputs(); i++, w += 4 * LANES) {
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
        s00.intoArray(out, sum);
        s01.intoArray(out, sum + LANES);
        s02.intoArray(out, sum + 2 * LANES);
        s03.intoArray(out, sum + 3 * LANES);
        s10.intoArray(out, sum + stride);
        s11.intoArray(out, sum + stride + LANES);
        s12.intoArray(out, sum + stride + 2 * LANES);
        s13.intoArray(out, sum + stride + 3 * LANES);
        s20.intoArray(out, sum + 2 * stride);
        s21.intoArray(out, sum + 2 * stride + LANES);
        s22.intoArray(out, sum + 2 * stride + 2 * LANES);
        s23.intoArray(out, sum + 2 * stride + 3 * LANES);
        s30.intoArray(out, sum + 3 * stride);
        s31.intoArray(out, sum + 3 * stride + LANES);
        s32.intoArray(out, sum + 3 * stride + 2 * LANES);
        s33.intoArray(out, sum + 3 * stride + 3 * LANES);
    }

    /** 4 images by 3 vectors of units. */
    static void by3(float[] inputs, int input, int inputStride, PackedLayer layer, int unit, float[] out, int sum) {
        float[] weights = layer.weights();
        float[] bias = layer.bias();
        int panel = layer.panel(unit);
        int stride = layer.stride();
        FloatVector b0 = FloatVector.fromArray(FLOATS, bias, unit);
        FloatVector b1 = FloatVector.fromArray(FLOATS, bias, unit + LANES);
        FloatVector b2 = FloatVector.fromArray(FLOATS, bias, unit + 2 * LANES);
        FloatVector s00 = b0, s01 = b1, s02 = b2;
        FloatVector s10 = b0, s11 = b1, s12 = b2;
        FloatVector s20 = b0, s21 = b1, s22 = b2;
        FloatVector s30 = b0, s31 = b1, s32 = b2;
        for (int i = 0, w = panel; i < layer.inputs(); i++, w += 3 * LANES) {
            FloatVector w0 = FloatVector.fromArray(FLOATS, weights, w);
            FloatVector w1 = FloatVector.fromArray(FLOATS, weights, w + LANES);
            FloatVector w2 = FloatVector.fromArray(FLOATS, weights, w + 2 * LANES);
            FloatVector x0 = FloatVector.broadcast(FLOATS, inputs[input + i]);
            s00 = w0.fma(x0, s00);
            s01 = w1.fma(x0, s01);
            s02 = w2.fma(x0, s02);
            FloatVector x1 = FloatVector.broadcast(FLOATS, inputs[input + inputStride + i]);
            s10 = w0.fma(x1, s10);
            s11 = w1.fma(x1, s11);
            s12 = w2.fma(x1, s12);
            FloatVector x2 = FloatVector.broadcast(FLOATS, inputs[input + 2 * inputStride + i]);
            s20 = w0.fma(x2, s20);
            s21 = w1.fma(x2, s21);
            s22 = w2.fma(x2, s22);
            FloatVector x3 = FloatVector.broadcast(FLOATS, inputs[input + 3 * inputStride + i]);
            s30 = w0.fma(x3, s30);
            s31 = w1.fma(x3, s31);
            s32 = w2.fma(x3, s32);
        }
        s00.intoArray(out, sum);
        s01.intoArray(out, sum + LANES);
        s02.intoArray(out, sum + 2 * LANES);
        s10.intoArray(out, sum + stride);
        s11.intoArray(out, sum + stride + LANES);
        s12.intoArray(out, sum + stride + 2 * LANES);
        s20.intoArray(out, sum + 2 * stride);
        s21.intoArray(out, sum + 2 * stride + LANES);
        s22.intoArray(out, sum + 2 * stride + 2 * LANES);
        s30.intoArray(out, sum + 3 * stride);
        s31.intoArray(out, sum + 3 * stride + LANES);
        s32.intoArray(out, sum + 3 * stride + 2 * LANES);
    }

    /** 4 images by 2 vectors of units, which fit into the 16 registers of AVX2. */
    static void by2(float[] inputs, int input, int inputStride, PackedLayer layer, int unit, float[] out, int sum) {
        float[] weights = layer.weights();
        float[] bias = layer.bias();
        int panel = layer.panel(unit);
        int stride = layer.stride();
        FloatVector b0 = FloatVector.fromArray(FLOATS, bias, unit);
        FloatVector b1 = FloatVector.fromArray(FLOATS, bias, unit + LANES);
        FloatVector s00 = b0, s01 = b1;
        FloatVector s10 = b0, s11 = b1;
        FloatVector s20 = b0, s21 = b1;
        FloatVector s30 = b0, s31 = b1;
        for (int i = 0, w = panel; i < layer.inputs(); i++, w += 2 * LANES) {
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
        s00.intoArray(out, sum);
        s01.intoArray(out, sum + LANES);
        s10.intoArray(out, sum + stride);
        s11.intoArray(out, sum + stride + LANES);
        s20.intoArray(out, sum + 2 * stride);
        s21.intoArray(out, sum + 2 * stride + LANES);
        s30.intoArray(out, sum + 3 * stride);
        s31.intoArray(out, sum + 3 * stride + LANES);
    }

    /** 4 images by 1 vector of units. */
    static void by1(float[] inputs, int input, int inputStride, PackedLayer layer, int unit, float[] out, int sum) {
        float[] weights = layer.weights();
        float[] bias = layer.bias();
        int panel = layer.panel(unit);
        int stride = layer.stride();
        FloatVector b0 = FloatVector.fromArray(FLOATS, bias, unit);
        FloatVector s00 = b0;
        FloatVector s10 = b0;
        FloatVector s20 = b0;
        FloatVector s30 = b0;
        for (int i = 0, w = panel; i < layer.inputs(); i++, w += LANES) {
            FloatVector w0 = FloatVector.fromArray(FLOATS, weights, w);
            FloatVector x0 = FloatVector.broadcast(FLOATS, inputs[input + i]);
            s00 = w0.fma(x0, s00);
            FloatVector x1 = FloatVector.broadcast(FLOATS, inputs[input + inputStride + i]);
            s10 = w0.fma(x1, s10);
            FloatVector x2 = FloatVector.broadcast(FLOATS, inputs[input + 2 * inputStride + i]);
            s20 = w0.fma(x2, s20);
            FloatVector x3 = FloatVector.broadcast(FLOATS, inputs[input + 3 * inputStride + i]);
            s30 = w0.fma(x3, s30);
        }
        s00.intoArray(out, sum);
        s10.intoArray(out, sum + stride);
        s20.intoArray(out, sum + 2 * stride);
        s30.intoArray(out, sum + 3 * stride);
    }

    /** 8 images by 1 vector of units: enough independent sums to hide the latency of a multiply-add. */
    static void twiceBy1(
            float[] inputs, int input, int inputStride, PackedLayer layer, int unit, float[] out, int sum) {
        float[] weights = layer.weights();
        float[] bias = layer.bias();
        int panel = layer.panel(unit);
        int stride = layer.stride();
        FloatVector b0 = FloatVector.fromArray(FLOATS, bias, unit);
        FloatVector s00 = b0;
        FloatVector s10 = b0;
        FloatVector s20 = b0;
        FloatVector s30 = b0;
        FloatVector s40 = b0;
        FloatVector s50 = b0;
        FloatVector s60 = b0;
        FloatVector s70 = b0;
        for (int i = 0, w = panel; i < layer.inputs(); i++, w += LANES) {
            FloatVector w0 = FloatVector.fromArray(FLOATS, weights, w);
            FloatVector x0 = FloatVector.broadcast(FLOATS, inputs[input + i]);
            s00 = w0.fma(x0, s00);
            FloatVector x1 = FloatVector.broadcast(FLOATS, inputs[input + inputStride + i]);
            s10 = w0.fma(x1, s10);
            FloatVector x2 = FloatVector.broadcast(FLOATS, inputs[input + 2 * inputStride + i]);
            s20 = w0.fma(x2, s20);
            FloatVector x3 = FloatVector.broadcast(FLOATS, inputs[input + 3 * inputStride + i]);
            s30 = w0.fma(x3, s30);
            FloatVector x4 = FloatVector.broadcast(FLOATS, inputs[input + 4 * inputStride + i]);
            s40 = w0.fma(x4, s40);
            FloatVector x5 = FloatVector.broadcast(FLOATS, inputs[input + 5 * inputStride + i]);
            s50 = w0.fma(x5, s50);
            FloatVector x6 = FloatVector.broadcast(FLOATS, inputs[input + 6 * inputStride + i]);
            s60 = w0.fma(x6, s60);
            FloatVector x7 = FloatVector.broadcast(FLOATS, inputs[input + 7 * inputStride + i]);
            s70 = w0.fma(x7, s70);
        }
        s00.intoArray(out, sum);
        s10.intoArray(out, sum + stride);
        s20.intoArray(out, sum + 2 * stride);
        s30.intoArray(out, sum + 3 * stride);
        s40.intoArray(out, sum + 4 * stride);
        s50.intoArray(out, sum + 5 * stride);
        s60.intoArray(out, sum + 6 * stride);
        s70.intoArray(out, sum + 7 * stride);
    }
}
