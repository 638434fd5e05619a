package dev.mnistscorer.weights.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Nodes and constants of a model: GraphProto of onnx.proto3. */
final class OnnxGraph {
    private static final int NODE = 1;
    private static final int INITIALIZER = 5;
    private static final int INPUT = 11;
    private static final int OUTPUT = 12;

    private static final int VALUE_NAME = 1;
    private static final int VALUE_TYPE = 2;
    private static final int TYPE_TENSOR = 1;
    private static final int TENSOR_SHAPE = 2;
    private static final int SHAPE_DIM = 1;
    private static final int DIM_VALUE = 1;

    private final List<OnnxNode> nodes = new ArrayList<>();
    private final Map<String, OnnxTensor> initializers = new HashMap<>();
    private final Map<String, OnnxNode> producers = new HashMap<>();
    private final Map<String, List<OnnxNode>> readers = new HashMap<>();
    private final Set<OnnxNode> used = new HashSet<>(); // nodes that a declared output depends on
    private final Map<String, int[]> inputs = new LinkedHashMap<>(); // shapes; 0 for open dimensions
    private final List<String> outputs = new ArrayList<>();

    static OnnxGraph of(Protobuf in, Function<String, byte[]> beside) {
        OnnxGraph graph = new OnnxGraph();
        while (in.next()) {
            switch (in.field()) {
                case NODE -> graph.nodes.add(OnnxNode.of(in.message(), beside));
                case INITIALIZER -> {
                    OnnxTensor tensor = OnnxTensor.of(in.message(), beside);
                    if (graph.initializers.put(tensor.name(), tensor) != null) {
                        throw new IllegalArgumentException(
                                "the graph must hold " + tensor.name() + " once but holds it twice");
                    }
                }
                case INPUT -> graph.value(in.message(), graph.inputs);
                case OUTPUT -> {
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

    /** Parses a ValueInfoProto: a name, and a type in which the shape is nested four messages deep. */
    private void value(Protobuf in, Map<String, int[]> to) {
        String name = "";
        int[] shape = null;
        while (in.next()) {
            switch (in.field()) {
                case VALUE_NAME -> name = in.text();
                case VALUE_TYPE -> shape = shape(in.message());
                default -> in.skip();
            }
        }
        to.put(name, shape);
    }

    private static int[] shape(Protobuf type) {
        List<Long> lengths = null;
        while (type.next()) {
            if (type.field() != TYPE_TENSOR) {
                type.skip();
                continue;
            }
            Protobuf tensor = type.message();
            while (tensor.next()) {
                if (tensor.field() == TENSOR_SHAPE) {
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
            if (shape.field() != SHAPE_DIM) {
                shape.skip();
                continue;
            }
            long length = 0;
            Protobuf dimension = shape.message();
            while (dimension.next()) {
                if (dimension.field() == DIM_VALUE) {
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
                            node + " must be the only node to compute " + output + " but is not");
                }
            }
            node.inputs().stream().distinct().forEach(input -> readers.computeIfAbsent(input, key -> new ArrayList<>())
                    .add(node));
        }
        markUsed();
    }

    private void markUsed() {
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException("the graph must declare an output but does not");
        }
        for (String output : outputs) {
            if (!producers.containsKey(output)) {
                throw new IllegalArgumentException("the graph must compute its output " + output + " but does not");
            }
        }
        Deque<String> needed = new ArrayDeque<>(outputs);
        while (!needed.isEmpty()) {
            OnnxNode node = producers.get(needed.pop());
            if (node != null && used.add(node)) {
                needed.addAll(node.inputs());
            }
        }
    }

    /**
     * Inputs that a declared output depends on, with their shapes. Early exporters list constants among the inputs; these
     * are left out.
     */
    Map<String, int[]> freeInputs() {
        Map<String, int[]> free = new LinkedHashMap<>(inputs);
        free.keySet()
                .removeIf(name ->
                        initializers.containsKey(name) || consumers(name).isEmpty());
        return free;
    }

    /** Nodes that take a value and that a declared output depends on. */
    List<OnnxNode> consumers(String value) {
        return readers(value).stream().filter(used::contains).toList();
    }

    /** All nodes that take a value. */
    List<OnnxNode> readers(String value) {
        return readers.getOrDefault(value, List.of());
    }

    /** Node that computes a value; null if none does. */
    OnnxNode producer(String value) {
        return producers.get(value);
    }

    /** Constant of a name; null if there is none. */
    OnnxTensor initializer(String name) {
        return initializers.get(name);
    }
}
