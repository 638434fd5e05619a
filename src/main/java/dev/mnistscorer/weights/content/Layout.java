package dev.mnistscorer.weights.content;

import java.util.Locale;

/** Which dimension of a matrix of weights counts the inputs of the layer. */
public enum Layout {
    /** The first, as in NumPy code and Keras. */
    IN_OUT,
    /** The second, as in PyTorch. */
    OUT_IN;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
