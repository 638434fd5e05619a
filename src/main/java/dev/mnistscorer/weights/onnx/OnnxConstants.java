package dev.mnistscorer.weights.onnx;

import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.content.Allowance;
import dev.mnistscorer.weights.content.Limits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values of a graph that are independent of the image: initializers, constants, and computations on these and on shapes.
 */
final class OnnxConstants {
    private final OnnxGraph graph;
    private final Allowance allowance;
    private final Map<String, int[]> shapes = new HashMap<>();
    private final Map<String, List<Long>> integers = new HashMap<>();

    /**
     * Prepares the constants of a graph.
     *
     * @param fileLength size of the file, which bounds the computed constants
     */
    OnnxConstants(OnnxGraph graph, long fileLength) {
        this.graph = graph;
        this.allowance = new Allowance(fileLength);
    }

    /** Allowance that all constants and scalings of the graph share. */
    Allowance allowance() {
        return allowance;
    }

    /** Records the shape of a value that depends on the image. */
    void know(String value, int[] shape) {
        shapes.put(value, shape);
    }

    /** Floats of a value; empty if it depends on the image. */
    Optional<Tensor> floats(String value) {
        return floats(value, 0);
    }

    /**
     * Floats of an input that must be constant.
     *
     * @throws IllegalArgumentException if it is left out or depends on the image
     */
    Tensor required(OnnxNode node, int input) {
        return node.input(input)
                .flatMap(this::floats)
                .orElseThrow(() -> new IllegalArgumentException(node + " must have a constant as input " + input
                        + " but has none: only a chain can be scored"));
    }

    private Optional<Tensor> floats(String value, int depth) {
        requireShallow(value, depth);
        OnnxTensor initializer = graph.initializer(value);
        if (initializer != null) {
            return Optional.of(count(initializer.floats()));
        }
        OnnxNode node = graph.producer(value);
        if (node == null) {
            return Optional.empty();
        }
        return switch (node.operator()) {
            case "Constant" -> Optional.of(count(constantFloats(node)));
            case "Identity", "Cast" -> node.input(0).flatMap(of -> floats(of, depth + 1));
            case "Transpose" ->
                node.input(0).flatMap(of -> floats(of, depth + 1)).map(tensor -> count(transpose(node, tensor)));
            case "Reshape", "Unsqueeze", "Squeeze", "Flatten" ->
                node.input(0).flatMap(of -> floats(of, depth + 1)).map(tensor -> reshape(node, tensor, depth));
            default -> Optional.empty();
        };
    }

    private Tensor count(Tensor tensor) {
        allowance.take((long) Float.BYTES * tensor.values().length, tensor.name());
        return tensor;
    }

    private static Tensor constantFloats(OnnxNode node) {
        Optional<OnnxTensor> tensor = node.tensor("value");
        if (tensor.isPresent()) {
            Tensor floats = tensor.get().floats();
            return new Tensor(node.output(), floats.shape(), floats.values());
        }
        if (node.has("value_float")) {
            return new Tensor(node.output(), new int[0], new float[] {node.real("value_float", 0)});
        }
        throw new IllegalArgumentException(node + " must hold a tensor of floats but does not");
    }

    private static Tensor transpose(OnnxNode node, Tensor tensor) {
        List<Long> order = node.numbers("perm");
        if (tensor.rank() != 2
                || !order.isEmpty() && !order.equals(List.of(1L, 0L)) && !order.equals(List.of(0L, 1L))) {
            throw new IllegalArgumentException(node + " must transpose a matrix but gets " + tensor);
        }
        return order.equals(List.of(0L, 1L)) ? tensor : tensor.transposed();
    }

    private Tensor reshape(OnnxNode node, Tensor tensor, int depth) {
        int[] shape = OnnxShapes.after(node, tensor.shape(), name -> integers(name, depth + 1));
        return new Tensor(tensor.name(), shape, tensor.values());
    }

    /** Whole numbers of a value. */
    List<Long> integers(String value) {
        return integers(value, 0);
    }

    /** Computes each value once: two nodes a level can name the same one in exponentially many ways. */
    private List<Long> integers(String value, int depth) {
        requireShallow(value, depth);
        List<Long> known = integers.get(value);
        if (known == null) {
            known = compute(value, depth);
            allowance.take((long) Long.BYTES * known.size(), value);
            integers.put(value, known);
        }
        return known;
    }

    private List<Long> compute(String value, int depth) {
        OnnxTensor initializer = graph.initializer(value);
        if (initializer != null) {
            return initializer.integers();
        }
        OnnxNode node = graph.producer(value);
        if (node == null) {
            throw unknown(value);
        }
        return switch (node.operator()) {
            case "Constant" -> constantIntegers(node);
            case "Identity", "Cast", "Unsqueeze", "Squeeze", "Reshape" -> integers(input(node, 0), depth + 1);
            case "Shape" -> shape(node);
            case "Gather" -> {
                List<Long> from = integers(input(node, 0), depth + 1);
                List<Long> gathered = new ArrayList<>();
                for (long index : integers(input(node, 1), depth + 1)) {
                    gathered.add(from.get(Math.floorMod(index, Math.max(1, from.size()))));
                }
                yield gathered;
            }
            case "Slice" -> {
                List<Long> from = integers(input(node, 0), depth + 1);
                int begin = bound(integers(input(node, 1), depth + 1).get(0), from.size());
                int end = bound(integers(input(node, 2), depth + 1).get(0), from.size());
                yield from.subList(Math.min(begin, end), end);
            }
            case "Concat" -> {
                List<Long> joined = new ArrayList<>();
                for (String part : node.inputs()) {
                    joined.addAll(integers(part, depth + 1));
                    requireFew(node, joined);
                }
                yield joined;
            }
            case "Mul" -> {
                List<Long> a = integers(input(node, 0), depth + 1);
                List<Long> b = integers(input(node, 1), depth + 1);
                yield List.of(Math.multiplyExact(a.get(0), b.get(0)));
            }
            case "ReduceProd" ->
                List.of(integers(input(node, 0), depth + 1).stream().reduce(1L, Math::multiplyExact));
            default -> throw unknown(node.toString());
        };
    }

    private static void requireFew(OnnxNode node, List<Long> numbers) {
        if (numbers.size() > Limits.MOST_ENTRIES) {
            throw new IllegalArgumentException(
                    node + " must give at most " + Limits.MOST_ENTRIES + " whole numbers but gives more");
        }
    }

    private static int bound(long index, int size) {
        return (int) Math.max(0, Math.min(size, index < 0 ? index + size : index));
    }

    private static String input(OnnxNode node, int i) {
        return node.input(i)
                .orElseThrow(() -> new IllegalArgumentException(node + " must have an input " + i + " but has none"));
    }

    private List<Long> shape(OnnxNode node) {
        int[] shape = shapes.get(input(node, 0));
        if (shape == null) {
            throw unknown(node.toString());
        }
        List<Long> lengths = new ArrayList<>();
        for (int length : shape) {
            lengths.add((long) length);
        }
        return lengths;
    }

    private static List<Long> constantIntegers(OnnxNode node) {
        if (node.has("value_ints")) {
            return node.numbers("value_ints");
        }
        if (node.has("value_int")) {
            return Collections.singletonList(node.number("value_int", 0));
        }
        return node.tensor("value")
                .map(OnnxTensor::integers)
                .orElseThrow(() -> new IllegalArgumentException(node + " must hold whole numbers but does not"));
    }

    private static IllegalArgumentException unknown(String what) {
        return new IllegalArgumentException(
                what + " must be a shape that is known from the shape of the input but is not");
    }

    private static void requireShallow(String value, int depth) {
        if (depth > Limits.DEEPEST) {
            throw new IllegalArgumentException("constants must be computed in at most " + Limits.DEEPEST
                    + " steps but take more, or go round in a circle, at " + value);
        }
    }
}
