package dev.mnistscorer.network;

/** The function that a layer applies to its sums. */
public enum Activation {
    /** {@code z}. */
    IDENTITY,
    /** {@code 1 / (1 + exp(-z))}. */
    SIGMOID,
    /** {@code tanh(z)}. */
    TANH,
    /** {@code max(z, 0)}. */
    RELU,
    /** {@code exp(z_k) / sum_j exp(z_j)}, over all units of the layer; the maximum is subtracted first. */
    SOFTMAX
}
