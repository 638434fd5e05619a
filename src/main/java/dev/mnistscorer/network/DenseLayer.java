package dev.mnistscorer.network;

import java.io.Serializable;

/**
 * One fully connected layer: {@code activation(bias + input · weights)}.
 *
 * @param weights {@code [in, out]}
 * @param bias {@code [out]}
 * @param activation what is applied to the sums
 */
public record DenseLayer(Tensor weights, Tensor bias, Activation activation) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Checks the shapes.
     *
     * @throws IllegalArgumentException if they do not make a layer
     */
    public DenseLayer {
        if (weights.rank() != 2 || weights.shape()[0] < 1 || weights.shape()[1] < 1) {
            throw new IllegalArgumentException("weights must have the shape [in, out] but were " + weights);
        }
        if (bias.rank() != 1 || bias.shape()[0] != weights.shape()[1]) {
            throw new IllegalArgumentException(String.format(
                    "bias must have the shape [%d] to go with %s but was %s", weights.shape()[1], weights, bias));
        }
    }

    /** How many numbers one image brings to this layer. */
    public int inputs() {
        return weights.shape()[0];
    }

    /** How many units the layer has. */
    public int outputs() {
        return weights.shape()[1];
    }

    /**
     * The layer that gives on {@code x} what this one gives on {@code scale · x + shift}. Computed in float64 and
     * rounded once.
     */
    public DenseLayer withInput(double scale, double shift) {
        float[] scaled = new float[weights.values().length];
        double[] moved = new double[outputs()];
        for (int i = 0, at = 0; i < inputs(); i++) {
            for (int o = 0; o < outputs(); o++, at++) {
                scaled[at] = (float) (scale * weights.values()[at]);
                moved[o] += shift * weights.values()[at];
            }
        }
        float[] shifted = new float[outputs()];
        for (int o = 0; o < shifted.length; o++) {
            shifted[o] = (float) (bias.values()[o] + moved[o]);
        }
        return new DenseLayer(
                new Tensor(weights.name(), weights.shape(), scaled),
                new Tensor(bias.name(), bias.shape(), shifted),
                activation);
    }
}
