package dev.mnistscorer.weights.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mnistscorer.network.Affine;
import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.content.Allowance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Layers that scale and shift numbers by constants, over the shape of one image; null while unknown. */
final class KerasScaling {
    private static final double BATCH_EPSILON = 1e-3;

    /** Least divisor of Keras' Normalization: its backend's epsilon. */
    private static final double NORMALIZATION_EPSILON = 1e-7;

    private KerasScaling() {}

    /** Returns the function of a Rescaling. */
    static Affine rescaling(KerasLayer layer, int[] shape, Allowance allowance) {
        double[] scale = numbers(layer, "scale", 1);
        double[] offset = numbers(layer, "offset", 0);
        int width = Math.max(scale.length, offset.length);
        return affine(layer, spread(scale, width), spread(offset, width), shape, allowance);
    }

    /**
     * Returns the function of a Normalization.
     *
     * @param variables mean and variance; empty if the configuration has them
     */
    static Affine normalization(KerasLayer layer, List<Tensor> variables, int[] shape, Allowance allowance) {
        if (layer.config().path("invert").asBoolean(false)) {
            throw new IllegalArgumentException(layer + " must normalize but has invert set");
        }
        double[] mean = variables.isEmpty() ? numbers(layer, "mean", 0) : doubles(variables.get(0));
        double[] variance = variables.isEmpty() ? numbers(layer, "variance", 1) : doubles(variables.get(1));
        int width = Math.max(mean.length, variance.length);
        double[] scale = spread(variance, width);
        double[] shift = spread(mean, width);
        for (int i = 0; i < width; i++) {
            scale[i] = 1 / Math.max(Math.sqrt(scale[i]), NORMALIZATION_EPSILON);
            shift[i] *= -scale[i];
        }
        return affine(layer, scale, shift, shape, allowance);
    }

    /**
     * Returns the function of a BatchNormalization at inference.
     *
     * @param variables gamma and beta unless the configuration disables them, mean, variance
     */
    static Affine batchNormalization(KerasLayer layer, List<Tensor> variables, int[] shape, Allowance allowance) {
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
        return affine(layer, gamma, beta, shape, allowance);
    }

    /** Broadcasts one pair of numbers for all elements, for each element, or for each position on the last axis. */
    private static Affine affine(KerasLayer layer, double[] scale, double[] shift, int[] shape, Allowance allowance) {
        int axis = layer.config().path("axis").isArray()
                ? layer.config().path("axis").path(0).asInt(-1)
                : layer.config().path("axis").asInt(-1);
        boolean last = shape == null || axis == -1 || axis == shape.length;
        int size = shape == null ? scale.length : Arrays.stream(shape).reduce(1, Math::multiplyExact);
        allowance.takeScaling(size, layer.toString());
        if (scale.length == 1 || scale.length == size && shape != null && shape.length == 1) {
            return Affine.named(layer.toString(), scale, shift);
        }
        if (!last || shape != null && scale.length != shape[shape.length - 1]) {
            throw new IllegalArgumentException(layer + " must work on the last axis of "
                    + (shape == null ? "its input" : Arrays.toString(shape)) + " but does on axis " + axis);
        }
        return Affine.named(layer.toString(), scale, shift).repeated(size);
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

    /** Numbers of an argument: a single one, or nested lists of them. */
    private static double[] numbers(KerasLayer layer, String name, double otherwise) {
        JsonNode config = layer.config();
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
