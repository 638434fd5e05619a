package dev.mnistscorer.weights.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mnistscorer.network.Activation;

/** Activations of Keras, given by name or as layers, with the default parameters of its major version. */
final class KerasActivations {
    private static final float SLOPE_2 = 0.2f;
    private static final float LAYER_SLOPE = 0.3f;
    private static final float HALF = 0.5f;
    private static final float SLOPE_3 = 1 / 6f;

    private final boolean keras2;

    /** Selects the defaults of Keras 2 or of Keras 3. */
    KerasActivations(boolean keras2) {
        this.keras2 = keras2;
    }

    /**
     * Returns the activation of an argument {@code activation}.
     *
     * @throws IllegalArgumentException if it is not supported
     */
    Activation of(KerasLayer layer, JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return Activation.IDENTITY;
        }
        if (value.isTextual()) {
            return named(layer, value.asText());
        }
        JsonNode config = value.path("config");
        return config.isTextual()
                ? named(layer, config.asText())
                : ofLayer(new KerasLayer(value.path("class_name").asText(), layer.name(), layer.group(), config));
    }

    private Activation named(KerasLayer layer, String name) {
        return switch (name) {
            case "linear" -> Activation.IDENTITY;
            case "relu" -> Activation.RELU;
            case "sigmoid" -> Activation.SIGMOID;
            case "tanh" -> Activation.TANH;
            case "softmax", "log_softmax" -> Activation.SOFTMAX;
            case "softplus" -> Activation.SOFTPLUS;
            case "elu" -> new Activation.Elu(1, 1);
            case "selu" -> Activation.SELU;
            case "gelu" -> Activation.GELU;
            case "leaky_relu" -> new Activation.LeakyRelu(SLOPE_2);
            case "hard_sigmoid" -> new Activation.HardSigmoid(keras2 ? SLOPE_2 : SLOPE_3, HALF);
            default -> throw unknown(layer, "the activation " + name);
        };
    }

    /**
     * Returns the activation of an activation layer.
     *
     * @throws IllegalArgumentException if it is not supported
     */
    Activation ofLayer(KerasLayer layer) {
        JsonNode config = layer.config();
        return switch (layer.className()) {
            case "ReLU" -> {
                if (!config.path("max_value").isNull() && config.has("max_value")
                        || config.path("threshold").asDouble(0) != 0) {
                    throw unknown(layer, "a max_value or threshold");
                }
                double slope = config.path("negative_slope").asDouble(0);
                yield slope == 0 ? Activation.RELU : new Activation.LeakyRelu((float) slope);
            }
            case "LeakyReLU" -> {
                JsonNode slope = config.has("negative_slope") ? config.path("negative_slope") : config.path("alpha");
                yield new Activation.LeakyRelu((float) slope.asDouble(LAYER_SLOPE));
            }
            case "ELU" -> new Activation.Elu((float) config.path("alpha").asDouble(1), 1);
            case "Softmax" -> {
                JsonNode axis = config.path("axis");
                if ((axis.isArray() ? axis.path(0) : axis).asInt(-1) == 0) {
                    throw unknown(layer, "axis 0");
                }
                yield Activation.SOFTMAX;
            }
            case "Activation" -> of(layer, config.path("activation"));
            default -> throw unknown(layer, "this class");
        };
    }

    private static IllegalArgumentException unknown(KerasLayer layer, String what) {
        return new IllegalArgumentException(layer + " has " + what + ", which cannot be applied: known are "
                + "linear, relu, leaky_relu, elu, selu, gelu, sigmoid, hard_sigmoid, tanh, softplus and softmax");
    }
}
