package dev.mnistscorer.weights.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The operations and constants of a model: GraphProto of onnx.proto3. */
final class OnnxGraph {
    private final List<OnnxNode> nodes = new ArrayList<>();
    private final Map<String, OnnxTensor> initializers = new HashMap<>();
    private final Map<String, OnnxNode> producers = new HashMap<>();
    private final Map<String, List<OnnxNode>> consumers = new HashMap<>();
    private final Map<String, int[]> inputs = new LinkedHashMap<>(); // shapes; 0 for what is not fixed
    private final List<String> outputs = new ArrayList<>();

    static OnnxGraph of(Protobuf in, Function<String, byte[]> beside) {
        OnnxGraph graph = new OnnxGraph();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> graph.nodes.add(OnnxNode.of(in.message(), beside));
                case 5 -> {
                    OnnxTensor tensor = OnnxTensor.of(in.message(), beside);
                    if (graph.initializers.put(tensor.name(), tensor) != null) {
                        throw new IllegalArgumentException("the graph must hold " + tensor.name() + " once but twice");
                    }
                }
                case 11 -> graph.value(in.message(), graph.inputs);
                case 12 -> {
                    Map<String, int[]> output = new HashMap<>();
                    graph.value(in.message(), output);
                    graph.outputs.addAll(output.keySet());
                }
                default -> in.skip();
            }
        }
        graph.connect();
        return graph;
    }

    /** ValueInfoProto: a name, and a type in which the shape stands four messages deep. */
    private void value(Protobuf in, Map<String, int[]> to) {
        String name = "";
        int[] shape = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> name = in.text();
                case 2 -> shape = shape(in.message());
                default -> in.skip();
            }
        }
        to.put(name, shape);
    }

    private static int[] shape(Protobuf type) {
        List<Long> lengths = null;
        while (type.next()) {
            if (type.field() != 1) {
                type.skip();
                continue;
            }
            Protobuf tensor = type.message();
            while (tensor.next()) {
                if (tensor.field() == 2) {
                    lengths = lengths(tensor.message());
                } else {
                    tensor.skip();
                }
            }
        }
        return lengths == null
                ? null
                : lengths.stream().mapToInt(Math::toIntExact).toArray();
    }

    private static List<Long> lengths(Protobuf shape) {
        List<Long> lengths = new ArrayList<>();
        while (shape.next()) {
            if (shape.field() != 1) {
                shape.skip();
                continue;
            }
            long length = 0;
            Protobuf dimension = shape.message();
            while (dimension.next()) {
                if (dimension.field() == 1) {
                    length = Math.max(0, dimension.number());
                } else {
                    dimension.skip();
                }
            }
            lengths.add(length);
        }
        return lengths;
    }

    private void connect() {
        for (OnnxNode node : nodes) {
            for (String output : node.outputs()) {
                if (!output.isEmpty() && producers.put(output, node) != null) {
                    throw new IllegalArgumentException(
                            node + " must be the only one to give " + output + " but is not");
                }
            }
            node.inputs().stream().distinct().forEach(input -> consumers
                    .computeIfAbsent(input, key -> new ArrayList<>())
                    .add(node));
        }
    }

    /** The inputs that are no constants (those of early exporters stand among the inputs too), with their shapes. */
    Map<String, int[]> freeInputs() {
        Map<String, int[]> free = new LinkedHashMap<>(inputs);
        free.keySet().removeAll(initializers.keySet());
        return free;
    }

    List<String> outputs() {
        return outputs;
    }

    List<OnnxNode> consumers(String value) {
        return consumers.getOrDefault(value, List.of());
    }

    /** The node that gives a value; null if none does. */
    OnnxNode producer(String value) {
        return producers.get(value);
    }

    /** The constant of a name; null if there is none. */
    OnnxTensor initializer(String name) {
        return initializers.get(name);
    }
}
