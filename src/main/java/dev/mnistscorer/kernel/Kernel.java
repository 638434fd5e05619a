package dev.mnistscorer.kernel;

/**
 * The arithmetic of a forward pass over a mini-batch, in float32.
 *
 * <p><b>One result.</b> All kernels give the same bits. Each sum starts from its bias and takes its inputs in index
 * order, each with one fused multiply-add; SIMD lanes run across units or images, never along a sum; {@code + 0f} at
 * the end makes a negative zero positive, so that a kernel may leave out products with a zero input
 * ({@code fma(0, w, acc)} is {@code acc} for each finite {@code w}). The exponential is the polynomial of {@link
 * Transcendentals} in every kernel.
 *
 * <p><b>Layout.</b> All arrays are row-major, one row an image. Rows of sums are {@link PackedLayer#stride()} apart;
 * rows of a layer's inputs are {@code padColumns(inputs)} apart. The number of rows is a multiple of {@link #ROWS}, and
 * what stands in rows and columns of padding is finite and without meaning.
 *
 * <p>A kernel belongs to one thread: it may own scratch space.
 */
public interface Kernel {
    /** Columns are padded to a multiple of this: the floats in the widest vector in use (512 bits). */
    int COLUMNS = 16;

    /** Rows are padded to a multiple of this: the images that one block of registers covers. */
    int ROWS = 4;

    /** {@code columns} rounded up to a multiple of {@link #COLUMNS}. */
    static int padColumns(int columns) {
        return Math.addExact(columns, COLUMNS - 1) / COLUMNS * COLUMNS;
    }

    /** {@code rows} rounded up to a multiple of {@link #ROWS}. */
    static int padRows(int rows) {
        return Math.addExact(rows, ROWS - 1) / ROWS * ROWS;
    }

    /** For the log: what runs, and how wide. */
    String name();

    /**
     * {@code sums = bias + pixels · weights}.
     *
     * @param pixels {@code [rows, inputs]}, unsigned bytes, not padded
     * @param sums {@code [rows, stride]}, overwritten
     */
    void multiplyPixels(byte[] pixels, int rows, PackedLayer layer, float[] sums);

    /**
     * {@code sums = bias + inputs · weights}.
     *
     * @param inputs {@code [rows, padColumns(layer.inputs())]}
     * @param sums {@code [rows, stride]}, overwritten
     */
    void multiply(float[] inputs, int rows, PackedLayer layer, float[] sums);

    /** {@code 1 / (1 + exp(-z))} in place, of the first {@code length} values: a multiple of {@link #COLUMNS}. */
    void sigmoid(float[] values, int length);

    /** {@code tanh(z)} in place, of the first {@code length} values: a multiple of {@link #COLUMNS}. */
    void tanh(float[] values, int length);

    /** {@code max(z, 0)} in place, of the first {@code length} values: a multiple of {@link #COLUMNS}. */
    void relu(float[] values, int length);

    /** {@code z} where positive, {@code slope · z} elsewhere; as {@link #relu}. */
    void leakyRelu(float[] values, int length, float slope);

    /** {@code scale · z} where positive, {@code scale · alpha · (exp(z) − 1)} elsewhere; as {@link #relu}. */
    void elu(float[] values, int length, float alpha, float scale);

    /** {@code z · Φ(z)}; as {@link #relu}. */
    void gelu(float[] values, int length);

    /** {@code z / (1 + exp(-2y))}, {@code y = √(2/π) · (z + 0.044715 z³)}; as {@link #relu}. */
    void geluTanh(float[] values, int length);

    /** {@code log(1 + exp(z))}; as {@link #relu}. */
    void softplus(float[] values, int length);

    /** {@code slope · z + shift}, within 0..1; as {@link #relu}. */
    void hardSigmoid(float[] values, int length, float slope, float shift);

    /**
     * Softmax in place, of each row by itself.
     *
     * @param values {@code [rows, padColumns(classes)]}
     */
    void softmax(float[] values, int rows, int classes);
}
