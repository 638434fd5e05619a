package dev.mnistscorer.weights.content;

import dev.mnistscorer.network.Tensor;
import java.util.Arrays;
import java.util.Locale;

/**
 * Place of the biases in weights that hold them: a column of {@code [out, 1 + in]}, or a row of {@code [1 + in, out]}, for an
 * input that is always 1.
 */
public enum BiasColumn {
    /** Before the weights, as in the matrices {@code Theta1}, {@code Theta2} of A. Ng's course "Machine Learning" (2011). */
    FIRST,
    /** After the weights. */
    LAST;

    /**
     * Returns the biases.
     *
     * @param matrix {@code [1 + in, out]}
     */
    public Tensor bias(Tensor matrix) {
        int units = matrix.shape()[1];
        int from = this == FIRST ? 0 : matrix.values().length - units;
        return new Tensor(matrix.name(), new int[] {units}, Arrays.copyOfRange(matrix.values(), from, from + units));
    }

    /**
     * Returns the weights without the biases, {@code [in, out]}.
     *
     * @param matrix {@code [1 + in, out]}
     */
    public Tensor weights(Tensor matrix) {
        int units = matrix.shape()[1];
        int from = this == FIRST ? units : 0;
        float[] values = Arrays.copyOfRange(matrix.values(), from, from + matrix.values().length - units);
        return new Tensor(matrix.name(), new int[] {matrix.shape()[0] - 1, units}, values);
    }

    /**
     * Parses the text form.
     *
     * @throws IllegalArgumentException if it is another text
     */
    public static BiasColumn parse(String text) {
        return TextForm.parse(values(), text);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
