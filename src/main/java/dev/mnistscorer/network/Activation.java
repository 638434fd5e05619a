package dev.mnistscorer.network;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Function that a layer applies to its pre-activations {@code z}. Its text form, accepted by {@link #parse}, is a name
 * followed by its parameters, separated by colons: {@code leaky_relu:0.01}.
 */
public sealed interface Activation extends Serializable {
    /** {@code z}. */
    Activation IDENTITY = Plain.IDENTITY;

    /** {@code 1 / (1 + exp(-z))}. */
    Activation SIGMOID = Plain.SIGMOID;

    /** {@code tanh(z)}. */
    Activation TANH = Plain.TANH;

    /** {@code max(z, 0)}. */
    Activation RELU = Plain.RELU;

    /** {@code log(1 + exp(z))}. */
    Activation SOFTPLUS = Plain.SOFTPLUS;

    /** {@code z · Φ(z)}, with the normal distribution function Φ (Hendrycks and Gimpel, arXiv:1606.08415). */
    Activation GELU = Plain.GELU;

    /** Approximation of {@link #GELU} by {@code tanh(√(2/π) · (z + 0.044715 z³))}, from the same paper. */
    Activation GELU_TANH = Plain.GELU_TANH;

    /** {@code exp(z_k) / sum_j exp(z_j)}, over all units of the layer; the maximum is subtracted first. */
    Activation SOFTMAX = Plain.SOFTMAX;

    /** The constants of Klambauer et al., Self-Normalizing Neural Networks (arXiv:1706.02515). */
    Activation SELU = new Elu(1.6732632423543772f, 1.0507009873554805f);

    /** Names accepted by {@link #parse}, for messages. */
    String NAMES = "identity, sigmoid, tanh, relu, leaky_relu:SLOPE, elu[:ALPHA], selu, gelu, gelu_tanh, softplus,"
            + " hard_sigmoid:SLOPE:SHIFT, softmax";

    /** Activations without parameters. */
    enum Plain implements Activation {
        IDENTITY,
        SIGMOID,
        TANH,
        RELU,
        SOFTPLUS,
        GELU,
        GELU_TANH,
        SOFTMAX;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * {@code z} where it is positive, {@code slope · z} elsewhere.
     *
     * @param slope finite
     */
    record LeakyRelu(float slope) implements Activation {
        private static final long serialVersionUID = 1L;

        /** Checks the slope. */
        public LeakyRelu {
            requireFinite("leaky_relu", slope);
        }

        @Override
        public String toString() {
            return "leaky_relu:" + slope;
        }
    }

    /**
     * {@code scale · z} where z is positive, {@code scale · alpha · (exp(z) − 1)} elsewhere.
     *
     * @param alpha finite
     * @param scale finite; 1 but for SELU
     */
    record Elu(float alpha, float scale) implements Activation {
        private static final long serialVersionUID = 1L;

        /** Checks the parameters. */
        public Elu {
            requireFinite("elu", alpha, scale);
        }

        @Override
        public String toString() {
            if (equals(SELU)) {
                return "selu";
            }
            return scale == 1 ? "elu:" + alpha : "elu:" + alpha + ":" + scale;
        }
    }

    /**
     * {@code slope · z + shift}, clipped to 0..1.
     *
     * @param slope finite
     * @param shift finite
     */
    record HardSigmoid(float slope, float shift) implements Activation {
        private static final long serialVersionUID = 1L;

        /** Checks the parameters. */
        public HardSigmoid {
            requireFinite("hard_sigmoid", slope, shift);
        }

        @Override
        public String toString() {
            return "hard_sigmoid:" + slope + ":" + shift;
        }
    }

    /**
     * Parses the text form of an activation. Parameters on whose default libraries disagree are mandatory.
     *
     * @throws IllegalArgumentException if the text is no such form
     */
    static Activation parse(String text) {
        String[] parts = text.strip().toLowerCase(Locale.ROOT).split(Pattern.quote(":"), -1);
        float[] numbers = new float[parts.length - 1];
        try {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Float.parseFloat(parts[i + 1]);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("an activation must be one of " + NAMES + " but was " + text, e);
        }
        if (numbers.length == 0) {
            for (Activation plain : Plain.values()) {
                if (plain.toString().equals(parts[0])) {
                    return plain;
                }
            }
        }
        return switch (parts[0] + "/" + numbers.length) {
            case "leaky_relu/1" -> new LeakyRelu(numbers[0]);
            case "elu/0" -> new Elu(1, 1);
            case "elu/1" -> new Elu(numbers[0], 1);
            case "elu/2" -> new Elu(numbers[0], numbers[1]);
            case "selu/0" -> SELU;
            case "hard_sigmoid/2" -> new HardSigmoid(numbers[0], numbers[1]);
            default -> throw new IllegalArgumentException("an activation must be one of " + NAMES + " but was " + text);
        };
    }

    private static void requireFinite(String name, float... parameters) {
        for (float parameter : parameters) {
            if (!Float.isFinite(parameter)) {
                throw new IllegalArgumentException(
                        name + " must have finite parameters but has " + Arrays.toString(parameters));
            }
        }
    }
}
