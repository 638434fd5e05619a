package dev.mnistscorer.weights.content;

import java.util.Locale;

/** Order of the dimensions of a weight matrix. */
public enum Layout {
    /** {@code [inputs, outputs]}, as in NumPy code and Keras. */
    IN_OUT,
    /** {@code [outputs, inputs]}, as in PyTorch. */
    OUT_IN;

    /**
     * Parses the text form.
     *
     * @throws IllegalArgumentException if it is another text
     */
    public static Layout parse(String text) {
        return TextForm.parse(values(), text);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
