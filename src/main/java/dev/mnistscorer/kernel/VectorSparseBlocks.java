package dev.mnistscorer.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of the first layer: the blocks of {@link VectorDenseBlocks}, but over a list of pixels (those that are
 * not zero in all images of a block) and from unsigned bytes.
 */
final class VectorSparseBlocks {
    private static final VectorSpecies<Float> FLOATS = VectorKernel.FLOATS;
    private static final int LANES = VectorKernel.LANES;

    /** {@code [byte]}: its value as a float. A load is cheaper than a conversion, and can broadcast to all lanes. */
    private static final float[] NUMBERS = new float[1 << Byte.SIZE];

    static {
        for (int i = 0; i < NUMBERS.length; i++) {
            NUMBERS[i] = i;
        }
    }

    private VectorSparseBlocks() {}

    /** As {@link VectorDenseBlocks#by4}. */
    static void by4(
            byte[] pixels,
            int pixel,
            int[] columns,
            int from,
            int to,
            PackedLayer layer,
            int unit,
            float[] out,
            int sum) {
        float[] weights = layer.weights();
        float[] bias = layer.bias();
        int panel = layer.panel(unit);
        int length = layer.inputs();
        int stride = layer.stride();
        FloatVector b0 = FloatVector.fromArray(FLOATS, bias, unit);
        FloatVector b1 = FloatVector.fromArray(FLOATS, bias, unit + LANES);
        FloatVector b2 = FloatVector.fromArray(FLOATS, bias, unit + 2 * LANES);
        FloatVector b3 = FloatVector.fromArray(FLOATS, bias, unit + 3 * LANES);
        FloatVector s00 = b0, s01 = b1, s02 = b2, s03 = b3;
        FloatVector s10 = b0, s11 = b1, s12 = b2, s13 = b3;
        FloatVector s20 = b0, s21 = b1, s22 = b2, s23 = b3;
        FloatVector s30 = b0, s31 = b1, s32 = b2, s33 = b3;
        for (int c = from; c < to; c++) {
            int p = pixel + columns[c];
            int w = panel + columns[c] * (4 * LANES);
            FloatVector w0 = FloatVector.fromArray(FLOATS, weights, w);
            FloatVector w1 = FloatVector.fromArray(FLOATS, weights, w + LANES);
            FloatVector w2 = FloatVector.fromArray(FLOATS, weights, w + 2 * LANES);
            FloatVector w3 = FloatVector.fromArray(FLOATS, weights, w + 3 * LANES);
            FloatVector x0 = FloatVector.broadcast(FLOATS, NUMBERS[pixels[p] & 0xff]);
            s00 = w0.fma(x0, s00);
            s01 = w1.fma(x0, s01);
            s02 = w2.fma(x0, s02);
            s03 = w3.fma(x0, s03);
            FloatVector x1 = FloatVector.broadcast(FLOATS, NUMBERS[pixels[p + length] & 0xff]);
            s10 = w0.fma(x1, s10);
            s11 = w1.fma(x1, s11);
            s12 = w2.fma(x1, s12);
            s13 = w3.fma(x1, s13);
            FloatVector x2 = FloatVector.broadcast(FLOATS, NUMBERS[pixels[p + 2 * length] & 0xff]);
            s20 = w0.fma(x2, s20);
            s21 = w1.fma(x2, s21);
            s22 = w2.fma(x2, s22);
            s23 = w3.fma(x2, s23);
            FloatVector x3 = FloatVector.broadcast(FLOATS, NUMBERS[pixels[p + 3 * length] & 0xff]);
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

    /** As {@link VectorDenseBlocks#by3}. */
    static void by3(
            byte[] pixels,
            int pixel,
            int[] columns,
            int from,
            int to,
            PackedLayer layer,
            int unit,
            float[] out,
            int sum) {
        float[] weights = layer.weights();
        float[] bias = layer.bias();
        int panel = layer.panel(unit);
        int length = layer.inputs();
        int stride = layer.stride();
        FloatVector b0 = FloatVector.fromArray(FLOATS, bias, unit);
        FloatVector b1 = FloatVector.fromArray(FLOATS, bias, unit + LANES);
        FloatVector b2 = FloatVector.fromArray(FLOATS, bias, unit + 2 * LANES);
        FloatVector s00 = b0, s01 = b1, s02 = b2;
        FloatVector s10 = b0, s11 = b1, s12 = b2;
        FloatVector s20 = b0, s21 = b1, s22 = b2;
        FloatVector s30 = b0, s31 = b1, s32 = b2;
        for (int c = from; c < to; c++) {
            int p = pixel + columns[c];
            int w = panel + columns[c] * (3 * LANES);
            FloatVector w0 = FloatVector.fromArray(FLOATS, weights, w);
            FloatVector w1 = FloatVector.fromArray(FLOATS, weights, w + LANES);
            FloatVector w2 = FloatVector.fromArray(FLOATS, weights, w + 2 * LANES);
            FloatVector x0 = FloatVector.broadcast(FLOATS, NUMBERS[pixels[p] & 0xff]);
            s00 = w0.fma(x0, s00);
            s01 = w1.fma(x0, s01);
            s02 = w2.fma(x0, s02);
            FloatVector x1 = FloatVector.broadcast(FLOATS, NUMBERS[pixels[p + length] & 0xff]);
            s10 = w0.fma(x1, s10);
            s11 = w1.fma(x1, s11);
            s12 = w2.fma(x1, s12);
            FloatVector x2 = FloatVector.broadcast(FLOATS, NUMBERS[pixels[p + 2 * length] & 0xff]);
            s20 = w0.fma(x2, s20);
            s21 = w1.fma(x2, s21);
            s22 = w2.fma(x2, s22);
            FloatVector x3 = FloatVector.broadcast(FLOATS, NUMBERS[pixels[p + 3 * length] & 0xff]);
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

    /** As {@link VectorDenseBlocks#by2}. */
    static void by2(
            byte[] pixels,
            int pixel,
            int[] columns,
            int from,
            int to,
            PackedLayer layer,
            int unit,
            float[] out,
            int sum) {
        float[] weights = layer.weights();
        float[] bias = layer.bias();
        int panel = layer.panel(unit);
        int length = layer.inputs();
        int stride = layer.stride();
        FloatVector b0 = FloatVector.fromArray(FLOATS, bias, unit);
        FloatVector b1 = FloatVector.fromArray(FLOATS, bias, unit + LANES);
        FloatVector s00 = b0, s01 = b1;
        FloatVector s10 = b0, s11 = b1;
        FloatVector s20 = b0, s21 = b1;
        FloatVector s30 = b0, s31 = b1;
        for (int c = from; c < to; c++) {
            int p = pixel + columns[c];
            int w = panel + columns[c] * (2 * LANES);
            FloatVector w0 = FloatVector.fromArray(FLOATS, weights, w);
            FloatVector w1 = FloatVector.fromArray(FLOATS, weights, w + LANES);
            FloatVector x0 = FloatVector.broadcast(FLOATS, NUMBERS[pixels[p] & 0xff]);
            s00 = w0.fma(x0, s00);
            s01 = w1.fma(x0, s01);
            FloatVector x1 = FloatVector.broadcast(FLOATS, NUMBERS[pixels[p + length] & 0xff]);
            s10 = w0.fma(x1, s10);
            s11 = w1.fma(x1, s11);
            FloatVector x2 = FloatVector.broadcast(FLOATS, NUMBERS[pixels[p + 2 * length] & 0xff]);
            s20 = w0.fma(x2, s20);
            s21 = w1.fma(x2, s21);
            FloatVector x3 = FloatVector.broadcast(FLOATS, NUMBERS[pixels[p + 3 * length] & 0xff]);
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

    /** As {@link VectorDenseBlocks#by1}. */
    static void by1(
            byte[] pixels,
            int pixel,
            int[] columns,
            int from,
            int to,
            PackedLayer layer,
            int unit,
            float[] out,
            int sum) {
        float[] weights = layer.weights();
        float[] bias = layer.bias();
        int panel = layer.panel(unit);
        int length = layer.inputs();
        int stride = layer.stride();
        FloatVector b0 = FloatVector.fromArray(FLOATS, bias, unit);
        FloatVector s00 = b0;
        FloatVector s10 = b0;
        FloatVector s20 = b0;
        FloatVector s30 = b0;
        for (int c = from; c < to; c++) {
            int p = pixel + columns[c];
            int w = panel + columns[c] * LANES;
            FloatVector w0 = FloatVector.fromArray(FLOATS, weights, w);
            FloatVector x0 = FloatVector.broadcast(FLOATS, NUMBERS[pixels[p] & 0xff]);
            s00 = w0.fma(x0, s00);
            FloatVector x1 = FloatVector.broadcast(FLOATS, NUMBERS[pixels[p + length] & 0xff]);
            s10 = w0.fma(x1, s10);
            FloatVector x2 = FloatVector.broadcast(FLOATS, NUMBERS[pixels[p + 2 * length] & 0xff]);
            s20 = w0.fma(x2, s20);
            FloatVector x3 = FloatVector.broadcast(FLOATS, NUMBERS[pixels[p + 3 * length] & 0xff]);
            s30 = w0.fma(x3, s30);
        }
        s00.intoArray(out, sum);
        s10.intoArray(out, sum + stride);
        s20.intoArray(out, sum + 2 * stride);
        s30.intoArray(out, sum + 3 * stride);
    }
}
