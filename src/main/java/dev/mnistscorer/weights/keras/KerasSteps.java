package dev.mnistscorer.weights.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.Affine;
import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.graph.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes steps of the layers of a configuration and their stored variables. */
final class KerasSteps {
    private static final double BATCH_EPSILON = 1e-3;

    /** What Keras' Normalization divides by at least: its backend's epsilon. */
    private static final double NORMALIZATION_EPSILON = 1e-7;

    private final KerasActivations activations;
    private final List<Step> steps = new ArrayList<>();
    private int[] shape; // of one image's numbers at this point; null while unknown

    private KerasSteps(boolean keras2) {
        activations = new KerasActivations(keras2);
    }

    /**
     * The steps.
     *
     * @throws IllegalArgumentException naming the layer that is none of a dense network, or that has no weights that fit
     */
    static List<Step> of(List<KerasLayer> layers, List<StoredLayer> stored, boolean keras2) {
        List<KerasLayer> weighted =
                layers.stream().filter(KerasSteps::hasVariables).toList();
        int[] widths = widths(weighted);
        List<StoredLayer> matched =
                WeightMatching.match(weighted, stored, (layer, each) -> fits(weighted.get(layer), widths[layer], each));
        Map<KerasLayer, List<Tensor>> variables = new HashMap<>();
        for (int i = 0; i < weighted.size(); i++) {
            variables.put(weighted.get(i), matched.get(i).variables());
        }
        KerasSteps chain = new KerasSteps(keras2);
        layers.forEach(layer -> chain.add(layer, variables.getOrDefault(layer, List.of())));
        return chain.steps;
    }

    private static boolean hasVariables(KerasLayer layer) {
        return switch (layer.className()) {
            case "Dense", "BatchNormalization" -> true;
            case "Normalization" -> !layer.config().hasNonNull("mean");
            default -> false;
        };
    }

    /** How many numbers each layer gets: what the last dense layer before it gives; 0 where that is not known. */
    private static int[] widths(List<KerasLayer> layers) {
        int[] widths = new int[layers.size()];
        int width = 0;
        for (int i = 0; i < widths.length; i++) {
            widths[i] = width;
            if (layers.get(i).className().equals("Dense")) {
                width = layers.get(i).config().path("units").asInt();
            }
        }
        return widths;
    }

    private static boolean fits(KerasLayer layer, int width, StoredLayer stored) {
        List<Tensor> variables = stored.variables();
        JsonNode config = layer.config();
        switch (layer.className()) {
            case "Dense" -> {
                int units = config.path("units").asInt();
                boolean bias = config.path("use_bias").asBoolean(true);
                return variables.size() == (bias ? 2 : 1)
                        && variables.get(0).rank() == 2
                        && variables.get(0).shape()[1] == units
                        && (width == 0 || variables.get(0).shape()[0] == width)
                        && (!bias || Arrays.equals(variables.get(1).shape(), new int[] {units}));
            }
            case "BatchNormalization" -> {
                int count = 2
                        + (config.path("scale").asBoolean(true) ? 1 : 0)
                        + (config.path("center").asBoolean(true) ? 1 : 0);
                return variables.size() == count
                        && variables.stream().allMatch(each -> each.rank() == 1)
                        && (width == 0 || variables.get(0).values().length == width);
            }
            default -> {
                return variables.size() == 2;
            }
        }
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
            case "Rescaling" -> rescale(layer, numbers(layer, config, "scale", 1), numbers(layer, config, "offset", 0));
            case "Normalization" -> normalize(layer, variables);
            case "BatchNormalization" -> batchNormalize(layer, variables);
            case "Dense" -> dense(layer, variables);
            case "Activation", "ReLU", "LeakyReLU", "ELU", "Softmax" ->
                steps.add(new Step.Activate(layer.name(), activations.ofLayer(layer)));
            default ->
                throw new IllegalArgumentException(layer + " is no layer of a dense network: known are Dense,"
                        + " Activation, ReLU, LeakyReLU, ELU, Softmax, BatchNormalization, Normalization, Rescaling,"
                        + " Flatten, Reshape and Dropout");
        }
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

    private void rescale(KerasLayer layer, double[] scale, double[] offset) {
        int width = Math.max(scale.length, offset.length);
        steps.add(new Step.Rescaling(layer.name(), affine(layer, spread(scale, width), spread(offset, width))));
    }

    private void normalize(KerasLayer layer, List<Tensor> variables) {
        if (layer.config().path("invert").asBoolean(false)) {
            throw new IllegalArgumentException(layer + " must normalize but has invert set");
        }
        double[] mean = variables.isEmpty() ? numbers(layer, layer.config(), "mean", 0) : doubles(variables.get(0));
        double[] variance =
                variables.isEmpty() ? numbers(layer, layer.config(), "variance", 1) : doubles(variables.get(1));
        int width = Math.max(mean.length, variance.length);
        double[] scale = spread(variance, width);
        double[] shift = spread(mean, width);
        for (int i = 0; i < width; i++) {
            scale[i] = 1 / Math.max(Math.sqrt(scale[i]), NORMALIZATION_EPSILON);
            shift[i] *= -scale[i];
        }
        steps.add(new Step.Rescaling(layer.name(), affine(layer, scale, shift)));
    }

    private void batchNormalize(KerasLayer layer, List<Tensor> variables) {
        JsonNode config = layer.config();
        int at = 0;
        int width = variables.get(0).values().length;
        double[] gamma =
                config.path("scale").asBoolean(true) ? doubles(variables.get(at++)) : spread(new double[] {1}, width);
        double[] beta = config.path("center").asBoolean(true) ? doubles(variables.get(at++)) : new double[width];
        double[] mean = doubles(variables.get(at++));
        double[] variance = doubles(variables.get(at));
        double epsilon = config.path("epsilon").asDouble(BATCH_EPSILON);
        for (int i = 0; i < width; i++) {
            gamma[i] /= Math.sqrt(variance[i] + epsilon);
            beta[i] -= mean[i] * gamma[i];
        }
        steps.add(new Step.BatchNormalization(layer.name(), affine(layer, gamma, beta)));
    }

    /** Numbers that are one for all, one for each number of an image, or one for each position on its last axis. */
    private Affine affine(KerasLayer layer, double[] scale, double[] shift) {
        int axis = layer.config().path("axis").isArray()
                ? layer.config().path("axis").path(0).asInt(-1)
                : layer.config().path("axis").asInt(-1);
        boolean last = shape == null || axis == -1 || axis == shape.length;
        int size = shape == null ? scale.length : size();
        if (scale.length == 1 || scale.length == size && shape != null && shape.length == 1) {
            return new Affine(scale, shift);
        }
        if (!last || shape != null && scale.length != shape[shape.length - 1]) {
            throw new IllegalArgumentException(layer + " must work on the last axis of "
                    + (shape == null ? "its input" : Arrays.toString(shape)) + " but does on axis " + axis);
        }
        return new Affine(scale, shift).repeated(size);
    }

    private static double[] spread(double[] values, int width) {
        if (values.length == width) {
            return values.clone();
        }
        double[] spread = new double[width];
        Arrays.fill(spread, values[0]);
        return spread;
    }

    private static double[] doubles(Tensor tensor) {
        double[] values = new double[tensor.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.values()[i];
        }
        return values;
    }

    /** A number, or nested lists of them. */
    private static double[] numbers(KerasLayer layer, JsonNode config, String name, double otherwise) {
        List<Double> numbers = new ArrayList<>();
        collect(config.path(name), numbers);
        if (numbers.isEmpty() && config.hasNonNull(name)) {
            throw new IllegalArgumentException(
                    layer + " must have a number as " + name + " but has " + config.path(name));
        }
        return numbers.isEmpty()
                ? new double[] {otherwise}
                : numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void collect(JsonNode node, List<Double> to) {
        if (node.isNumber()) {
            to.add(node.asDouble());
        } else if (node.isArray()) {
            node.forEach(each -> collect(each, to));
        }
    }
}
