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

    /** The layer that gives on {@code x} what this one gives on {@code input(x)}. */
    public DenseLayer withInput(Affine input) {
        return between(input, Affine.IDENTITY);
    }

    /**
     * The layer that gives on {@code x} what this one, before its activation, gives on {@code input(x)} and {@code
     * output} makes of it. Computed in float64 and rounded once.
     *
     * @throws IllegalArgumentException if one of the two does not go with the layer's inputs or outputs
     */
    public DenseLayer between(Affine input, Affine output) {
        requireWidth(input, inputs(), "inputs");
        requireWidth(output, outputs(), "outputs");
        float[] scaled = new float[weights.values().length];
        double[] moved = new double[outputs()];
        for (int i = 0, at = 0; i < inputs(); i++) {
            double scale = input.scale(i);
            double shift = input.shift(i);
            for (int o = 0; o < outputs(); o++, at++) {
                scaled[at] = (float) (scale * weights.values()[at] * output.scale(o));
                moved[o] += shift * weights.values()[at];
            }
        }
        float[] shifted = new float[outputs()];
        for (int o = 0; o < shifted.length; o++) {
            shifted[o] = (float) ((bias.values()[o] + moved[o]) * output.scale(o) + output.shift(o));
        }
        return new DenseLayer(
                new Tensor(weights.name(), weights.shape(), scaled),
                new Tensor(bias.name(), bias.shape(), shifted),
                activation);
    }

    private void requireWidth(Affine affine, int width, String what) {
        if (affine.width() != 1 && affine.width() != width) {
            throw new IllegalArgumentException("scaling of the %s of %s must have %d numbers but has %d"
                    .formatted(what, weights, width, affine.width()));
        }
    }

    /**
     * One unit with a sigmoid as softmax over two classes. The logit of the first is 0, so that the probability of the
     * second is {@code exp(z) / (1 + exp(z))}: the sigmoid.
     */
    public DenseLayer asTwoClasses() {
        float[] beside = new float[2 * inputs()];
        for (int i = 0; i < inputs(); i++) {
            beside[2 * i + 1] = weights.values()[i];
        }
        return new DenseLayer(
                new Tensor(weights.name(), new int[] {inputs(), 2}, beside),
                new Tensor(bias.name(), new int[] {2}, new float[] {0, bias.values()[0]}),
                Activation.SOFTMAX);
    }
}
