package dev.mnistscorer.weights.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Shapes after operators that only rearrange dimensions. */
final class OnnxShapes {
    private OnnxShapes() {}

    /**
     * Returns the shape after a node.
     *
     * @param integers returns the whole numbers of a value
     * @throws IllegalArgumentException if the node does not preserve the order of the numbers
     */
    static int[] after(OnnxNode node, int[] shape, Function<String, List<Long>> integers) {
        int[] result =
                switch (node.operator()) {
                    case "Flatten" -> flatten(node, shape);
                    case "Reshape" ->
                        reshape(node, shape, node.input(1).map(integers).orElseGet(() -> node.numbers("shape")));
                    case "Squeeze" -> squeeze(shape, axes(node, shape.length, integers));
                    case "Unsqueeze" -> unsqueeze(node, shape, integers);
                    case "Transpose" -> transpose(node, shape);
                    default -> shape;
                };
        if (size(result) != size(shape)) {
            throw new IllegalArgumentException(
                    node + " must keep " + Arrays.toString(shape) + " numbers but makes " + Arrays.toString(result));
        }
        return result;
    }

    /** Number of elements of a shape. */
    static long size(int[] shape) {
        long size = 1;
        for (int length : shape) {
            size = Math.multiplyExact(size, length);
        }
        return size;
    }

    private static int[] flatten(OnnxNode node, int[] shape) {
        int axis = axis(node, node.number("axis", 1), shape.length);
        long rows = size(Arrays.copyOf(shape, axis));
        return new int[] {Math.toIntExact(rows), Math.toIntExact(size(shape) / Math.max(1, rows))};
    }

    private static int[] reshape(OnnxNode node, int[] shape, List<Long> target) {
        int[] result = new int[target.size()];
        int open = -1;
        long product = 1;
        for (int d = 0; d < result.length; d++) {
            long length = target.get(d);
            if (length == -1) {
                open = d;
                continue;
            }
            boolean copied = length == 0 && node.number("allowzero", 0) == 0 && d < shape.length;
            result[d] = copied ? shape[d] : Math.toIntExact(length);
            product = Math.multiplyExact(product, result[d]);
        }
        if (open >= 0) {
            result[open] = Math.toIntExact(size(shape) / Math.max(1, product));
        }
        return result;
    }

    private static List<Long> axes(OnnxNode node, int rank, Function<String, List<Long>> integers) {
        List<Long> axes = node.input(1).map(integers).orElseGet(() -> node.numbers("axes"));
        return axes.stream().map(axis -> (long) axis(node, axis, rank)).toList();
    }

    private static int axis(OnnxNode node, long axis, int rank) {
        long from0 = axis < 0 ? axis + rank : axis;
        if (from0 < 0 || from0 > rank) {
            throw new IllegalArgumentException(node + " must name an axis of " + rank + " but names " + axis);
        }
        return (int) from0;
    }

    private static int[] squeeze(int[] shape, List<Long> axes) {
        List<Integer> left = new ArrayList<>();
        for (int d = 0; d < shape.length; d++) {
            if (axes.isEmpty() ? shape[d] != 1 : !axes.contains((long) d)) {
                left.add(shape[d]);
            }
        }
        return left.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] unsqueeze(OnnxNode node, int[] shape, Function<String, List<Long>> integers) {
        List<Long> given = node.input(1).map(integers).orElseGet(() -> node.numbers("axes"));
        int rank = shape.length + given.size();
        List<Long> axes =
                given.stream().map(axis -> (long) axis(node, axis, rank)).toList();
        int[] result = new int[rank];
        int from = 0;
        for (int d = 0; d < rank; d++) {
            boolean added = axes.contains((long) d) || from == shape.length;
            result[d] = added ? 1 : shape[from++];
        }
        return result;
    }

    /** Transposes a shape. Dimensions longer than 1 must keep their order, so that no number moves. */
    private static int[] transpose(OnnxNode node, int[] shape) {
        List<Long> order = new ArrayList<>(node.numbers("perm"));
        for (int d = shape.length - 1;
                order.size() < shape.length && node.numbers("perm").isEmpty();
                d--) {
            order.add((long) d);
        }
        int[] result = new int[shape.length];
        long before = -1;
        for (int d = 0; d < shape.length; d++) {
            int axis = d < order.size() ? axis(node, order.get(d), shape.length) : shape.length;
            if (axis == shape.length) {
                throw new IllegalArgumentException(node + " must order " + shape.length + " axes but does not");
            }
            result[d] = shape[axis];
            if (shape[axis] > 1) {
                if (axis < before) {
                    throw new IllegalArgumentException(
                            node + " must keep the order of the pixels but turns " + Arrays.toString(shape));
                }
                before = axis;
            }
        }
        return result;
    }
}
