package dev.mnistscorer.kernel;

/**
 * The kernel on the JDK's Vector API: the lanes of a vector are neighbouring units of a layer, and {@link Kernel#ROWS}
 * images are worked on together.
 *
 * <p>Four fifths of the pixels of MNIST are zero, and 300 of 784 are not zero in one of four images at least: the first
 * layer goes over those only. Fewer images together would leave out more products, but find the pixels for fewer at a
 * time, and that costs as much: an image alone took 450 ns to look through, and one of four takes 55.
 */
final class VectorKernel extends VectorActivations {
    /** The widest block that registers hold: AVX2 has 16 of them, AVX-512 and NEON have 32. */
    private static final int WIDEST_BLOCK = LANES == 8 ? 2 : 4;

    private final VectorNonZeroColumns nonZero = new VectorNonZeroColumns();

    @Override
    public String name() {
        return "vector, " + FLOATS.vectorBitSize() + " bits";
    }

    @Override
    public void multiplyPixels(byte[] pixels, int rows, PackedLayer layer, float[] sums) {
        int stride = layer.stride();
        for (int r = 0; r < rows; r += ROWS) {
            int pixel = r * layer.inputs();
            int count = nonZero.find(pixels, pixel, layer.inputs());
            int[] columns = nonZero.columns();
            for (int o = 0, block; o < stride; o += block * LANES) {
                block = nextBlock((stride - o) / LANES);
                int sum = r * stride + o;
                switch (block) {
                    case 4 -> VectorSparseBlocks.by4(pixels, pixel, columns, count, layer, o, sums, sum);
                    case 3 -> VectorSparseBlocks.by3(pixels, pixel, columns, count, layer, o, sums, sum);
                    case 2 -> VectorSparseBlocks.by2(pixels, pixel, columns, count, layer, o, sums, sum);
                    default -> VectorSparseBlocks.by1(pixels, pixel, columns, count, layer, o, sums, sum);
                }
            }
        }
    }

    @Override
    public void multiply(float[] inputs, int rows, PackedLayer layer, float[] sums) {
        int inputStride = Kernel.padColumns(layer.inputs());
        int stride = layer.stride();
        // All images go past one block of weights before the next: it stays in a cache near by.
        for (int o = 0, block; o < stride; o += block * LANES) {
            block = nextBlock((stride - o) / LANES);
            for (int r = 0, step; r < rows; r += step) {
                int input = r * inputStride;
                int sum = r * stride + o;
                step = ROWS;
                switch (block) {
                    case 4 -> VectorDenseBlocks.by4(inputs, input, inputStride, layer, o, sums, sum);
                    case 3 -> VectorDenseBlocks.by3(inputs, input, inputStride, layer, o, sums, sum);
                    case 2 -> VectorDenseBlocks.by2(inputs, input, inputStride, layer, o, sums, sum);
                    default -> {
                        if (r + 2 * ROWS <= rows) {
                            VectorDenseBlocks.twiceBy1(inputs, input, inputStride, layer, o, sums, sum);
                            step = 2 * ROWS;
                        } else {
                            VectorDenseBlocks.by1(inputs, input, inputStride, layer, o, sums, sum);
                        }
                    }
                }
            }
        }
    }

    /** How many of the vectors that are left to take next: never such that one is left over, which is slowest. */
    private static int nextBlock(int left) {
        if (left <= WIDEST_BLOCK) {
            return left;
        }
        return left % WIDEST_BLOCK == 1 && WIDEST_BLOCK > 2 ? WIDEST_BLOCK - 1 : WIDEST_BLOCK;
    }
}
