package dev.mnistscorer.weights.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.content.Allowance;
import dev.mnistscorer.weights.graph.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Converts the layers of a configuration and their stored variables to steps. */
final class KerasSteps {
    private static final Set<String> KNOWN = Set.of(
            "InputLayer",
            "Flatten",
            "Reshape",
            "Dropout",
            "GaussianDropout",
            "GaussianNoise",
            "AlphaDropout",
            "ActivityRegularization",
            "Rescaling",
            "Normalization",
            "BatchNormalization",
            "Dense",
            "Activation",
            "ReLU",
            "LeakyReLU",
            "ELU",
            "Softmax");

    private final KerasActivations activations;
    private final Allowance allowance;
    private final List<Step> steps = new ArrayList<>();
    private int[] shape; // shape of one image at this point; null while unknown

    private KerasSteps(boolean keras2, Allowance allowance) {
        activations = new KerasActivations(keras2);
        this.allowance = allowance;
    }

    /**
     * Returns the steps.
     *
     * @throws IllegalArgumentException naming the layer that is not supported, or that has no matching variables
     */
    static List<Step> of(List<KerasLayer> layers, List<StoredLayer> weights, boolean keras2) {
        layers.forEach(KerasSteps::requireKnown);
        Map<KerasLayer, List<Tensor>> variables = KerasVariables.match(layers, weights);
        long stored = weights.stream()
                .flatMap(layer -> layer.variables().stream())
                .mapToLong(variable -> variable.values().length)
                .sum();
        KerasSteps chain = new KerasSteps(keras2, new Allowance(Float.BYTES * stored));
        layers.forEach(layer -> chain.add(layer, variables.getOrDefault(layer, List.of())));
        return chain.steps;
    }

    private void add(KerasLayer layer, List<Tensor> variables) {
        JsonNode config = layer.config();
        takeShape(config);
        switch (layer.className()) {
            case "InputLayer" -> {}
            case "Flatten" -> {
                shape = shape == null ? null : new int[] {size()};
                identity(layer);
            }
            case "Reshape" -> {
                reshape(layer, config.path("target_shape"));
                identity(layer);
            }
            case "Dropout", "GaussianDropout", "GaussianNoise", "AlphaDropout", "ActivityRegularization" ->
                identity(layer);
            case "Rescaling" ->
                steps.add(new Step.Rescaling(layer.name(), KerasScaling.rescaling(layer, shape, allowance)));
            case "Normalization" ->
                steps.add(new Step.Rescaling(
                        layer.name(), KerasScaling.normalization(layer, variables, shape, allowance)));
            case "BatchNormalization" ->
                steps.add(new Step.BatchNormalization(
                        layer.name(), KerasScaling.batchNormalization(layer, variables, shape, allowance)));
            case "Dense" -> dense(layer, variables);
            case "Activation", "ReLU", "LeakyReLU", "ELU", "Softmax" ->
                steps.add(new Step.Activate(layer.name(), activations.ofLayer(layer)));
            default -> throw unknown(layer);
        }
    }

    /** Checks the class before any weights are matched, so that a refusal names the layer that is the reason. */
    private static void requireKnown(KerasLayer layer) {
        if (!KNOWN.contains(layer.className())) {
            throw unknown(layer);
        }
    }

    private static IllegalArgumentException unknown(KerasLayer layer) {
        return new IllegalArgumentException(layer + " is no layer of a dense network: known are Dense,"
                + " Activation, ReLU, LeakyReLU, ELU, Softmax, BatchNormalization, Normalization, Rescaling,"
                + " Flatten, Reshape and Dropout");
    }

    private void takeShape(JsonNode config) {
        JsonNode given = config.has("batch_shape") ? config.path("batch_shape") : config.path("batch_input_shape");
        if (shape == null && given.isArray() && given.size() > 1) {
            int[] lengths = new int[given.size() - 1];
            for (int d = 0; d < lengths.length; d++) {
                lengths[d] = given.path(d + 1).asInt(0);
            }
            shape = Arrays.stream(lengths).allMatch(length -> length > 0) ? lengths : null;
        }
    }

    private int size() {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    private void reshape(KerasLayer layer, JsonNode target) {
        int[] lengths = new int[target.size()];
        int open = -1;
        int product = 1;
        for (int d = 0; d < lengths.length; d++) {
            lengths[d] = target.path(d).asInt();
            if (lengths[d] == -1) {
                open = d;
            } else {
                product = Math.multiplyExact(product, lengths[d]);
            }
        }
        if (open >= 0 && shape == null) {
            return;
        }
        if (open >= 0) {
            lengths[open] = size() / Math.max(1, product);
            product = Math.multiplyExact(product, lengths[open]);
        }
        if (shape != null && product != size()) {
            throw new IllegalArgumentException(
                    layer + " must keep " + Arrays.toString(shape) + " numbers but makes " + Arrays.toString(lengths));
        }
        shape = lengths;
    }

    private void identity(KerasLayer layer) {
        steps.add(new Step.Identity(layer.name(), layer.className()));
    }

    private void dense(KerasLayer layer, List<Tensor> variables) {
        if (shape != null && shape.length > 1) {
            throw new IllegalArgumentException(layer + " must take a vector but takes " + Arrays.toString(shape)
                    + ", of which it would treat each row by itself: a Flatten is missing before it");
        }
        Tensor weights = variables.get(0);
        if (shape != null && shape[0] != weights.shape()[0]) {
            throw new IllegalArgumentException(
                    layer + " must take " + shape[0] + " numbers but has weights " + weights);
        }
        int units = weights.shape()[1];
        Tensor bias = variables.size() > 1 ? variables.get(1) : Tensor.zeros("no bias", units);
        steps.add(new Step.Dense(layer.name(), weights, bias));
        shape = new int[] {units};
        Activation activation = activations.of(layer, layer.config().path("activation"));
        if (activation != Activation.IDENTITY) {
            steps.add(new Step.Activate(layer.name(), activation));
        }
    }
}
