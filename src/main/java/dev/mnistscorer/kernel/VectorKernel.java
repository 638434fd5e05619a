package dev.mnistscorer.kernel;

import jdk.incubator.vector.FloatVector;

/**
 * The kernel on the JDK's Vector API: the lanes of a vector are neighbouring units of a layer, and {@link Kernel#ROWS}
 * images are processed together.
 *
 * <p>Four fifths of the pixels of MNIST are zero, and 300 of 784 are not zero in at least one of four images: the first
 * layer visits only those. Blocks of fewer images would skip more products, but would load each weight more often.
 *
 * <p>Methods on vectors stay small. Where HotSpot has made 18,000 nodes of a method with all that it inlines (its {@code
 * NodeCountInliningCutoff}), it keeps some vectors as objects, and a forward pass takes a third longer.
 */
final class VectorKernel extends VectorActivations {
    /** Vectors in the widest panel whose sums fit into registers: AVX2 has 16 of them, AVX-512 and NEON have 32. */
    private static final int WIDEST_PANEL = LANES == 8 ? 2 : 4;

    /** Images that are multiplied with one panel before the next: their inputs stay in the second cache with it. */
    private static final int TILE = 32 * ROWS;

    private final VectorNonZeroColumns nonZero = new VectorNonZeroColumns();
    private final int[] ends = new int[TILE / ROWS + 1]; // of the lists of columns

    @Override
    public String name() {
        return "vector, " + FLOATS.vectorBitSize() + " bits";
    }

    @Override
    public PackedLayer pack(int inputs, int outputs, float[] weights, float[] bias) {
        return PackedLayer.of(inputs, outputs, weights, bias, left -> LANES * vectors(left / LANES));
    }

    /** Returns the vectors in the next panel. A single vector as the last panel, the slowest, is avoided. */
    private static int vectors(int left) {
        if (left <= WIDEST_PANEL) {
            return left;
        }
        return left % WIDEST_PANEL == 1 && WIDEST_PANEL > 2 ? WIDEST_PANEL - 1 : WIDEST_PANEL;
    }

    @Override
    public void multiplyPixels(byte[] pixels, int rows, PackedLayer layer, float[] preActivations) {
        for (int from = 0; from < rows; from += TILE) {
            int to = Math.min(rows, from + TILE);
            nonZero.clear();
            for (int r = from, block = 1; r < to; r += ROWS, block++) {
                ends[block] = nonZero.append(pixels, r * layer.inputs(), layer.inputs());
            }
            for (int panel = 0; panel + 1 < layer.panels().length; panel++) {
                multiplyPixels(pixels, from, to, layer, panel, preActivations);
            }
            makeZerosPositive(preActivations, from * layer.stride(), to * layer.stride());
        }
    }

    private void multiplyPixels(byte[] pixels, int from, int to, PackedLayer layer, int panel, float[] out) {
        int[] columns = nonZero.columns();
        int unit = layer.panels()[panel];
        int vectors = (layer.panels()[panel + 1] - unit) / LANES;
        for (int r = from, block = 0; r < to; r += ROWS, block++) {
            int pixel = r * layer.inputs();
            int sum = r * layer.stride() + unit;
            int first = ends[block];
            int end = ends[block + 1];
            switch (vectors) {
                case 4 -> VectorSparseBlocks.by4(pixels, pixel, columns, first, end, layer, unit, out, sum);
                case 3 -> VectorSparseBlocks.by3(pixels, pixel, columns, first, end, layer, unit, out, sum);
                case 2 -> VectorSparseBlocks.by2(pixels, pixel, columns, first, end, layer, unit, out, sum);
                default -> VectorSparseBlocks.by1(pixels, pixel, columns, first, end, layer, unit, out, sum);
            }
        }
    }

    @Override
    public void multiply(float[] inputs, int rows, PackedLayer layer, float[] preActivations) {
        for (int from = 0; from < rows; from += TILE) {
            int to = Math.min(rows, from + TILE);
            for (int panel = 0; panel + 1 < layer.panels().length; panel++) {
                multiply(inputs, from, to, layer, panel, preActivations);
            }
            makeZerosPositive(preActivations, from * layer.stride(), to * layer.stride());
        }
    }

    private static void multiply(float[] inputs, int from, int to, PackedLayer layer, int panel, float[] out) {
        int inputStride = Kernel.padColumns(layer.inputs());
        int unit = layer.panels()[panel];
        int vectors = (layer.panels()[panel + 1] - unit) / LANES;
        for (int r = from, step; r < to; r += step) {
            int input = r * inputStride;
            int sum = r * layer.stride() + unit;
            step = vectors == 1 && r + 2 * ROWS <= to ? 2 * ROWS : ROWS;
            switch (vectors) {
                case 4 -> VectorDenseBlocks.by4(inputs, input, inputStride, layer, unit, out, sum);
                case 3 -> VectorDenseBlocks.by3(inputs, input, inputStride, layer, unit, out, sum);
                case 2 -> VectorDenseBlocks.by2(inputs, input, inputStride, layer, unit, out, sum);
                default -> {
                    if (step > ROWS) {
                        VectorDenseBlocks.twiceBy1(inputs, input, inputStride, layer, unit, out, sum);
                    } else {
                        VectorDenseBlocks.by1(inputs, input, inputStride, layer, unit, out, sum);
                    }
                }
            }
        }
    }

    /** Makes negative zeros positive; in the blocks, sixteen additions more would make methods too large. */
    private static void makeZerosPositive(float[] preActivations, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            FloatVector.fromArray(FLOATS, preActivations, i).add(0f).intoArray(preActivations, i);
        }
    }
}
