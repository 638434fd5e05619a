package dev.mnistscorer.weights.torch;

import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.Affine;
import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.content.Allowance;
import dev.mnistscorer.weights.content.Limits;
import dev.mnistscorer.weights.content.TensorName;
import dev.mnistscorer.weights.graph.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Converts an {@code nn.Sequential} to steps. */
final class TorchSteps {
    private static final double BATCH_EPSILON = 1e-5;

    private final Allowance allowance;
    private final List<Step> steps = new ArrayList<>();
    private int visited;

    TorchSteps(Allowance allowance) {
        this.allowance = allowance;
    }

    /**
     * Returns the steps of a layer, with those of the layers in it.
     *
     * @throws IllegalArgumentException naming the layer that lacks a parameter or has an option that is not supported
     */
    List<Step> of(TorchLayer model) {
        add("", model, 0);
        return steps;
    }

    private void add(String name, TorchLayer layer, int depth) {
        TensorName.requireShort(name);
        if (depth > Limits.DEEPEST || ++visited > Limits.MOST_ENTRIES) {
            throw new IllegalArgumentException("the model must have at most " + Limits.MOST_ENTRIES + " layers, "
                    + Limits.DEEPEST + " levels deep, but has more at " + name);
        }
        switch (layer.className()) {
            case "Sequential" -> {
                for (Map.Entry<?, ?> inner : layer.layers().entrySet()) {
                    String path = name.isEmpty() ? "" + inner.getKey() : name + "." + inner.getKey();
                    if (!(inner.getValue() instanceof TorchLayer next)) {
                        throw new IllegalArgumentException(path + " must be a layer of the nn.Sequential but is none");
                    }
                    add(path, next, depth + 1);
                }
            }
            case "Linear" -> dense(name, layer);
            case "BatchNorm1d" -> steps.add(new Step.BatchNormalization(name, normalization(name, layer)));
            case "Flatten" -> {
                if (layer.number("start_dim", 1) != 1 || layer.number("end_dim", -1) != -1) {
                    throw new IllegalArgumentException(name + " (Flatten) must flatten all dimensions but the first");
                }
                steps.add(new Step.Identity(name, "Flatten"));
            }
            case "Identity", "Dropout" -> steps.add(new Step.Identity(name, layer.className()));
            default -> steps.add(new Step.Activate(name, activation(name, layer)));
        }
    }

    private Tensor tensor(String name, TorchLayer layer, String parameter) {
        return layer.tensor(parameter)
                .orElseThrow(() -> new IllegalArgumentException(
                        name + " (" + layer.className() + ") must have a " + parameter + " but has none"))
                .tensor(name + "." + parameter, allowance);
    }

    private void dense(String name, TorchLayer layer) {
        Tensor weights = tensor(name, layer, "weight");
        if (weights.rank() != 2) {
            throw new IllegalArgumentException(weights + " must have two dimensions");
        }
        Tensor bias = layer.tensor("bias").isPresent()
                ? tensor(name, layer, "bias")
                : Tensor.zeros("no bias", weights.shape()[0]);
        steps.add(new Step.Dense(name, weights.transposed(), bias));
    }

    private Affine normalization(String name, TorchLayer layer) {
        float[] mean = tensor(name, layer, "running_mean").values();
        float[] variance = tensor(name, layer, "running_var").values();
        boolean scaled = layer.tensor("weight").isPresent();
        float[] gamma = scaled ? tensor(name, layer, "weight").values() : mean;
        float[] beta = scaled ? tensor(name, layer, "bias").values() : mean;
        if (variance.length != mean.length || gamma.length != mean.length || beta.length != mean.length) {
            throw new IllegalArgumentException(
                    "%s (BatchNorm1d) must have as many weights, biases and variances as its %d means but has %d, %d and %d"
                            .formatted(name, mean.length, gamma.length, beta.length, variance.length));
        }
        double epsilon = layer.number("eps", BATCH_EPSILON);
        double[] scale = new double[mean.length];
        double[] shift = new double[mean.length];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = (scaled ? gamma[i] : 1) / Math.sqrt(variance[i] + epsilon);
            shift[i] = (scaled ? beta[i] : 0) - mean[i] * scale[i];
        }
        return Affine.named(name + " (BatchNorm1d)", scale, shift);
    }

    private static Activation gelu(String name, TorchLayer layer) {
        if (!layer.has("approximate")) {
            return Activation.GELU;
        }
        String form = layer.text("approximate")
                .orElseThrow(() ->
                        new IllegalArgumentException(name + " (GELU) must have a text as approximate but has none"));
        return form.equals("tanh") ? Activation.GELU_TANH : Activation.GELU;
    }

    private static Activation activation(String name, TorchLayer layer) {
        return switch (layer.className()) {
            case "ReLU" -> Activation.RELU;
            case "LeakyReLU" -> new Activation.LeakyRelu((float) layer.number("negative_slope", 0.01));
            case "ELU" -> new Activation.Elu((float) layer.number("alpha", 1), 1);
            case "SELU" -> Activation.SELU;
            case "GELU" -> gelu(name, layer);
            case "Sigmoid" -> Activation.SIGMOID;
            case "Hardsigmoid" -> new Activation.HardSigmoid(1 / 6f, 0.5f);
            case "Tanh" -> Activation.TANH;
            case "Softplus" -> {
                if (layer.number("beta", 1) != 1) {
                    throw new IllegalArgumentException(name + " (Softplus) must have a beta of 1");
                }
                yield Activation.SOFTPLUS;
            }
            default -> {
                double axis = layer.number("dim", 1);
                if (axis != 1 && axis != -1) {
                    throw new IllegalArgumentException(
                            name + " (" + layer.className() + ") must be of dimension 1 but is of " + (int) axis);
                }
                yield Activation.SOFTMAX;
            }
        };
    }
}
