package dev.mnistscorer.weights.onnx;

import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.Affine;
import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.graph.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Converts a graph to steps, node by node, from its image to its output. */
final class OnnxChain {
    /** Operators that exporters append to the output to derive labels and tables. */
    private static final Set<String> AFTER_OUTPUT =
            Set.of("ArgMax", "TopK", "ai.onnx.ml.ZipMap", "ai.onnx.ml.ArrayFeatureExtractor");

    /** Operators by which scikit-learn's exporter derives two columns from one probability. */
    private static final Set<String> AFTER_SIGMOID = Set.of("Sub", "Concat");

    private final OnnxGraph graph;
    private final OnnxConstants constants;
    private final boolean softmaxOfLastAxis;
    private final List<Step> steps = new ArrayList<>();
    private String value = "";
    private int[] shape; // shape of the value, images first if they have a dimension; null while unknown
    private int batch = 1;

    OnnxChain(OnnxGraph graph, OnnxConstants constants, boolean softmaxOfLastAxis) {
        this.graph = graph;
        this.constants = constants;
        this.softmaxOfLastAxis = softmaxOfLastAxis;
    }

    /**
     * Returns the steps.
     *
     * @throws IllegalArgumentException naming the node that has no place in a chain of dense layers
     */
    List<Step> steps() {
        begin();
        Set<OnnxNode> seen = new HashSet<>();
        while (true) {
            constants.know(value, shape);
            List<OnnxNode> next = next();
            if (next.size() > 1) {
                OnnxActivations.Composed composed =
                        OnnxActivations.composed(value, graph, constants).orElseThrow(() -> branch(next));
                steps.add(new Step.Activate(composed.result(), composed.activation()));
                value = composed.result();
                continue;
            }
            if (next.isEmpty()) {
                return steps;
            }
            OnnxNode node = next.get(0);
            if (!seen.add(node)) {
                throw new IllegalArgumentException(node + " must come once but comes again: the graph has a circle");
            }
            apply(node);
            value = node.output();
        }
    }

    private void begin() {
        Map<String, int[]> inputs = graph.freeInputs();
        if (inputs.size() != 1) {
            throw new IllegalArgumentException("the graph must have one input, the images, but has " + inputs.keySet());
        }
        value = inputs.keySet().iterator().next();
        int[] declared = inputs.get(value);
        if (declared == null || declared.length == 0) {
            return;
        }
        shape = declared.clone();
        if (shape.length > 1) {
            batch = Math.max(1, shape[0]);
            shape[0] = batch;
        }
        if (Arrays.stream(shape).anyMatch(length -> length == 0)) {
            shape = null;
        }
    }

    /** Nodes that process the value further; empty at the output. */
    private List<OnnxNode> next() {
        List<OnnxNode> next = new ArrayList<>();
        for (OnnxNode node : graph.readers(value)) {
            if (AFTER_OUTPUT.contains(node.operator())) {
                requireClassesInOrder(node);
            } else if (!node.operator().equals("Shape")
                    && graph.consumers(value).contains(node)) {
                next.add(node);
            }
        }
        boolean oneSigmoid = !steps.isEmpty()
                && steps.get(steps.size() - 1) instanceof Step.Activate last
                && last.activation() == Activation.SIGMOID
                && shape != null
                && shape[shape.length - 1] == 1;
        boolean asColumns = oneSigmoid && next.stream().allMatch(node -> AFTER_SIGMOID.contains(node.operator()));
        return asColumns ? List.of() : next;
    }

    /** Checks that classes named by the graph are 0, 1, 2, …: classes are identified by position. */
    private void requireClassesInOrder(OnnxNode node) {
        List<String> classes = new ArrayList<>();
        node.numbers("classlabels_int64s").forEach(label -> classes.add(label.toString()));
        for (OnnxNode user : node.outputs().stream()
                .flatMap(output -> graph.readers(output).stream())
                .toList()) {
            if (user.operator().equals("ai.onnx.ml.ArrayFeatureExtractor")) {
                OnnxTensor labels = user.input(0).map(graph::initializer).orElse(null);
                if (labels != null && labels.type() == OnnxTensor.STRING) {
                    classes.addAll(labels.strings());
                } else if (labels != null) {
                    labels.integers().forEach(label -> classes.add(label.toString()));
                }
            }
        }
        for (int k = 0; k < classes.size(); k++) {
            if (!classes.get(k).equals(Integer.toString(k))) {
                throw new IllegalArgumentException(node + " must have the classes 0, 1, 2, … but has " + classes);
            }
        }
    }

    private static IllegalArgumentException branch(List<OnnxNode> next) {
        return new IllegalArgumentException(
                next.get(0) + " and " + next.get(1) + " take the same value: only a chain can be scored, no branches");
    }

    private void apply(OnnxNode node) {
        switch (node.operator()) {
            case "Identity", "Dropout" -> identity(node);
            case "Cast" -> cast(node);
            case "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose" -> {
                if (shape != null) {
                    shape = OnnxShapes.after(node, shape, constants::integers);
                }
                identity(node);
            }
            case "Gemm" -> dense(node, OnnxDense.gemm(node, value, shape, constants));
            case "MatMul" -> dense(node, OnnxDense.matMul(node, value, shape, constants));
            case "Add", "Sub", "Mul", "Div" -> arithmetic(node);
            case "BatchNormalization" -> batchNormalize(node);
            case "Softmax", "LogSoftmax" -> softmax(node);
            default ->
                steps.add(new Step.Activate(
                        node.toString(),
                        OnnxActivations.of(node, constants)
                                .orElseThrow(() -> new IllegalArgumentException(node
                                        + " is no operator of a dense network: known are Gemm, MatMul, Add, Sub, Mul, Div,"
                                        + " activations, BatchNormalization, Flatten, Reshape, Cast and the like"))));
        }
    }

    private void identity(OnnxNode node) {
        steps.add(new Step.Identity(node.toString(), node.operator()));
    }

    private void cast(OnnxNode node) {
        long to = node.number("to", OnnxTensor.FLOAT);
        if (to != OnnxTensor.FLOAT && to != OnnxTensor.DOUBLE) {
            throw new IllegalArgumentException(node + " must cast to float or double but casts to type " + to);
        }
        identity(node);
    }

    private void dense(OnnxNode node, Step.Dense layer) {
        Tensor weights = layer.weights();
        int inputs = weights.shape()[0];
        if (shape != null) {
            long numbers = OnnxShapes.size(shape) / batch;
            boolean flat = shape[shape.length - 1] == numbers || shape.length == 2 && shape[1] == 1;
            if (!flat || numbers != inputs) {
                throw new IllegalArgumentException(node + " must take the " + numbers + " numbers of "
                        + Arrays.toString(shape) + " in a row but has weights " + weights);
            }
        }
        steps.add(layer);
        boolean alone = shape != null && shape.length == 1;
        shape = alone ? new int[] {weights.shape()[1]} : new int[] {batch, weights.shape()[1]};
    }

    private void arithmetic(OnnxNode node) {
        boolean imageFirst = node.input(0).equals(Optional.of(value));
        Tensor operand = constants.required(node, imageFirst ? 1 : 0);
        steps.add(new Step.Rescaling(
                node.toString(),
                OnnxScaling.arithmetic(node, imageFirst, operand, shape, batch, constants.allowance())));
    }

    private void batchNormalize(OnnxNode node) {
        Affine affine = OnnxScaling.batchNormalization(
                node,
                constants.required(node, 1),
                constants.required(node, 2),
                constants.required(node, 3),
                constants.required(node, 4),
                shape,
                batch,
                constants.allowance());
        steps.add(new Step.BatchNormalization(node.toString(), affine));
    }

    private void softmax(OnnxNode node) {
        int rank = shape == null ? 2 : shape.length;
        long axis = node.number("axis", softmaxOfLastAxis ? -1 : Math.min(1, rank - 1));
        if (axis != -1 && axis != rank - 1) {
            throw new IllegalArgumentException(node + " must be of the last axis but is of axis " + axis);
        }
        steps.add(new Step.Activate(node.toString(), Activation.SOFTMAX));
    }
}
