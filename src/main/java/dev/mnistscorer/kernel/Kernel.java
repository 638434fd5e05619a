package dev.mnistscorer.kernel;

/**
 * The arithmetic of a forward pass over a mini-batch, in float32.
 *
 * <p><b>One result.</b> All kernels give the same bits. Each pre-activation starts from its bias and adds its inputs in
 * index order, each with one fused multiply-add; SIMD lanes run across units or images, never along a sum; {@code + 0f}
 * at the end makes a negative zero positive, so that a kernel may skip products with a zero input
 * ({@code fma(0, w, acc)} is {@code acc} for each finite {@code w}). The exponential is the polynomial of {@link
 * Transcendentals} in every kernel.
 *
 * <p><b>Layout.</b> All arrays are row-major, one row for each image. Rows of pre-activations are {@link
 * PackedLayer#stride()} apart; rows of a layer's inputs are {@code padColumns(inputs)} apart. The number of rows is a
 * multiple of {@link #ROWS}; values in padding rows and columns are finite and meaningless.
 *
 * <p>Not thread-safe: a kernel may own scratch space.
 */
public interface Kernel {
    /** Columns are padded to a multiple of this: the floats in the widest vector in use (512 bits). */
    int COLUMNS = 16;

    /** Rows are padded to a multiple of this: the number of images that one block of registers covers. */
    int ROWS = 4;

    /** Returns {@code columns} rounded up to a multiple of {@link #COLUMNS}. */
    static int padColumns(int columns) {
        return Math.addExact(columns, COLUMNS - 1) / COLUMNS * COLUMNS;
    }

    /** Returns {@code rows} rounded up to a multiple of {@link #ROWS}. */
    static int padRows(int rows) {
        return Math.addExact(rows, ROWS - 1) / ROWS * ROWS;
    }

    /** Name and vector width, for the log. */
    String name();

    /**
     * Lays a layer out for kernels of this implementation.
     *
     * @param weights {@code [inputs, outputs]}, row-major
     * @param bias {@code [outputs]}
     */
    PackedLayer pack(int inputs, int outputs, float[] weights, float[] bias);

    /**
     * Computes {@code preActivations = bias + pixels · weights}.
     *
     * @param pixels {@code [rows, inputs]}, unsigned bytes, not padded
     * @param layer packed by a kernel of this implementation
     * @param preActivations {@code [rows, stride]}, overwritten
     */
    void multiplyPixels(byte[] pixels, int rows, PackedLayer layer, float[] preActivations);

    /**
     * Computes {@code preActivations = bias + inputs · weights}.
     *
     * @param inputs {@code [rows, padColumns(layer.inputs())]}
     * @param layer packed by a kernel of this implementation
     * @param preActivations {@code [rows, stride]}, overwritten
     */
    void multiply(float[] inputs, int rows, PackedLayer layer, float[] preActivations);

    /**
     * Replaces each of the first {@code length} values by {@code 1 / (1 + exp(-z))}.
     *
     * @param length a multiple of {@link #COLUMNS}, as for all activations
     */
    void sigmoid(float[] values, int length);

    /** Replaces each value by {@code tanh(z)}. */
    void tanh(float[] values, int length);

    /** Replaces each value by {@code max(z, 0)}. */
    void relu(float[] values, int length);

    /** Replaces each value that is not positive by {@code slope · z}. */
    void leakyRelu(float[] values, int length, float slope);

    /** Replaces each value by {@code scale · z} if positive, else by {@code scale · alpha · (exp(z) − 1)}. */
    void elu(float[] values, int length, float alpha, float scale);

    /** Replaces each value by {@code z · Φ(z)}. */
    void gelu(float[] values, int length);

    /** Replaces each value by {@code z / (1 + exp(-2y))}, {@code y = √(2/π) · (z + 0.044715 z³)}. */
    void geluTanh(float[] values, int length);

    /** Replaces each value by {@code log(1 + exp(z))}. */
    void softplus(float[] values, int length);

    /** Replaces each value by {@code slope · z + shift}, limited to 0..1. */
    void hardSigmoid(float[] values, int length, float slope, float shift);

    /**
     * Replaces the logits of each row by their softmax.
     *
     * @param values {@code [rows, padColumns(classes)]}, finite
     */
    void softmax(float[] values, int rows, int classes);
}
