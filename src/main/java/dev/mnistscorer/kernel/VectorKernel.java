package dev.mnistscorer.kernel;

/**
 * The kernel on the JDK's Vector API: the lanes of a vector are neighbouring units of a layer, and {@link Kernel#ROWS}
 * images are processed together.
 *
 * <p>Four fifths of the pixels of MNIST are zero, and 300 of 784 are not zero in at least one of four images: the first
 * layer visits only those. Blocks of fewer images would skip more products, but finding the pixels would cost more than
 * that: 450 ns for a single image, 55 ns an image in blocks of four.
 */
final class VectorKernel extends VectorActivations {
    /** Vectors in the widest block that fits into registers: AVX2 has 16 of them, AVX-512 and NEON have 32. */
    private static final int WIDEST_BLOCK = LANES == 8 ? 2 : 4;

    private final VectorNonZeroColumns nonZero = new VectorNonZeroColumns();

    @Override
    public String name() {
        return "vector, " + FLOATS.vectorBitSize() + " bits";
    }

    @Override
    public void multiplyPixels(byte[] pixels, int rows, PackedLayer layer, float[] preActivations) {
        int stride = layer.stride();
        for (int r = 0; r < rows; r += ROWS) {
            int pixel = r * layer.inputs();
            int count = nonZero.find(pixels, pixel, layer.inputs());
            int[] columns = nonZero.columns();
            for (int o = 0, block; o < stride; o += block * LANES) {
                block = nextBlock((stride - o) / LANES);
                int sum = r * stride + o;
                switch (block) {
                    case 4 -> VectorSparseBlocks.by4(pixels, pixel, columns, count, layer, o, preActivations, sum);
                    case 3 -> VectorSparseBlocks.by3(pixels, pixel, columns, count, layer, o, preActivations, sum);
                    case 2 -> VectorSparseBlocks.by2(pixels, pixel, columns, count, layer, o, preActivations, sum);
                    default -> VectorSparseBlocks.by1(pixels, pixel, columns, count, layer, o, preActivations, sum);
                }
            }
        }
    }

    @Override
    public void multiply(float[] inputs, int rows, PackedLayer layer, float[] preActivations) {
        int inputStride = Kernel.padColumns(layer.inputs());
        int stride = layer.stride();
        // All images are multiplied with one block of weights before the next, so that the block stays in a near cache.
        for (int o = 0, block; o < stride; o += block * LANES) {
            block = nextBlock((stride - o) / LANES);
            for (int r = 0, step; r < rows; r += step) {
                int input = r * inputStride;
                int sum = r * stride + o;
                step = ROWS;
                switch (block) {
                    case 4 -> VectorDenseBlocks.by4(inputs, input, inputStride, layer, o, preActivations, sum);
                    case 3 -> VectorDenseBlocks.by3(inputs, input, inputStride, layer, o, preActivations, sum);
                    case 2 -> VectorDenseBlocks.by2(inputs, input, inputStride, layer, o, preActivations, sum);
                    default -> {
                        if (r + 2 * ROWS <= rows) {
                            VectorDenseBlocks.twiceBy1(inputs, input, inputStride, layer, o, preActivations, sum);
                            step = 2 * ROWS;
                        } else {
                            VectorDenseBlocks.by1(inputs, input, inputStride, layer, o, preActivations, sum);
                        }
                    }
                }
            }
        }
    }

    /** Returns the number of vectors in the next block. A single vector as the last block, the slowest, is avoided. */
    private static int nextBlock(int left) {
        if (left <= WIDEST_BLOCK) {
            return left;
        }
        return left % WIDEST_BLOCK == 1 && WIDEST_BLOCK > 2 ? WIDEST_BLOCK - 1 : WIDEST_BLOCK;
    }
}
