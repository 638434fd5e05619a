package dev.mnistscorer.network;

import java.io.Serializable;

/**
 * Fully connected layer: {@code activation(bias + input · weights)}.
 *
 * @param weights {@code [in, out]}
 * @param bias {@code [out]}
 * @param activation function applied to the pre-activations
 */
public record DenseLayer(Tensor weights, Tensor bias, Activation activation) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Checks the shapes.
     *
     * @throws IllegalArgumentException if they do not match
     */
    public DenseLayer {
        if (weights.rank() != 2 || weights.shape()[0] < 1 || weights.shape()[1] < 1) {
            throw new IllegalArgumentException("weights must have the shape [in, out] but were " + weights);
        }
        if (bias.rank() != 1 || bias.shape()[0] != weights.shape()[1]) {
            throw new IllegalArgumentException(String.format(
                    "bias must have the shape [%d] to match %s but was %s", weights.shape()[1], weights, bias));
        }
    }

    /** Number of inputs. */
    public int inputs() {
        return weights.shape()[0];
    }

    /** Number of units. */
    public int outputs() {
        return weights.shape()[1];
    }

    /** Returns the layer whose result on {@code x} is that of this layer on {@code input(x)}. */
    public DenseLayer withInput(Affine input) {
        return between(input, Affine.IDENTITY);
    }

    /**
     * Folds functions before and after the weights into them: the pre-activations of the result on {@code x} are {@code
     * output} of those of this layer on {@code input(x)}. Computed in float64 and rounded once.
     *
     * @throws IllegalArgumentException if the width of a function is neither 1 nor that of its side of the layer
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
     * Returns a layer of one sigmoid unit as softmax over two classes. The logit of the first is 0, so that the
     * probability of the second is {@code exp(z) / (1 + exp(z))}: the sigmoid.
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
