package dev.mnistscorer.weights;

import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.content.BiasColumn;
import dev.mnistscorer.weights.content.Layout;
import dev.mnistscorer.weights.content.Limits;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Layers of arrays whose names do not tell weights from biases: matrices and vectors, all in use, that form a chain in exactly
 * one way.
 *
 * @param layout layout of the weights
 * @param layers layers in order
 * @param open properties that must be known for the chain to be the only one
 */
record ShapeChain(Layout layout, List<LayerArrays> layers, Set<OpenProperty> open) {
    private static final int MOST_LISTED = 20;

    /**
     * Returns the only chain.
     *
     * @param layout layout of the weights; empty: both are tried
     * @param column place of the biases in the weights; empty: if there are no other chains, it is left open
     * @throws IllegalArgumentException listing the arrays, if they form none or several
     */
    static ShapeChain of(List<Tensor> arrays, Optional<Layout> layout, Optional<BiasColumn> column) {
        List<ShapeChain> found = all(arrays, layout, column);
        Set<OpenProperty> open = EnumSet.noneOf(OpenProperty.class);
        if (found.isEmpty() && column.isEmpty()) {
            found = all(arrays, layout, Optional.of(BiasColumn.FIRST));
            open.add(OpenProperty.BIAS_COLUMN);
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(expected(column) + list(arrays));
        }
        if (found.size() > 1) {
            open.add(OpenProperty.LAYOUT);
        }
        return new ShapeChain(found.get(0).layout, found.get(0).layers, open);
    }

    /** Names and shapes of arrays, for messages. */
    static String list(List<Tensor> arrays) {
        return listed(arrays.stream().map(Tensor::toString).toList());
    }

    /** The first names, for messages. */
    static String listed(List<String> names) {
        return names.stream().limit(MOST_LISTED).collect(Collectors.joining(", "))
                + (names.size() > MOST_LISTED ? ", …" : "");
    }

    /** Beginning of the refusal of arrays that form no chain. */
    static String expected(Optional<BiasColumn> column) {
        return column.isPresent()
                ? "with --bias-column, the file must hold matrices whose shapes form one chain of layers, each with one input"
                        + " more for the biases, but holds "
                : "the file must hold arrays named W1, b1, W2, b2, … or fc1.weight, fc1.bias, …, or arrays whose shapes"
                        + " form one chain of layers, but holds ";
    }

    /** Returns the chain of each layout in which the arrays form one. */
    private static List<ShapeChain> all(List<Tensor> arrays, Optional<Layout> layout, Optional<BiasColumn> column) {
        List<LayerArrays> layers = arrays.stream()
                .filter(array -> array.rank() == 2)
                .map(matrix -> new LayerArrays(matrix, Optional.empty(), column))
                .toList();
        List<Tensor> vectors =
                arrays.stream().filter(array -> array.rank() == 1).toList();
        List<ShapeChain> found = new ArrayList<>();
        boolean possible = layers.size() + vectors.size() == arrays.size()
                && !layers.isEmpty()
                && layers.size() <= LayerOrder.MOST_TO_ORDER
                && (vectors.isEmpty() || vectors.size() == layers.size() && column.isEmpty());
        if (possible) {
            for (Layout each : layout.map(List::of).orElse(List.of(Layout.values()))) {
                chain(layers, vectors, each).ifPresent(chain -> {
                    requireOne(arrays, layers, vectors, each);
                    found.add(new ShapeChain(each, chain, Set.of()));
                });
            }
        }
        return found;
    }

    /** Returns the layers in an order in which they form a chain, with biases if there are any. */
    private static Optional<List<LayerArrays>> chain(List<LayerArrays> layers, List<Tensor> vectors, Layout layout) {
        return LayerOrder.orders(layers, layout).stream().findFirst().flatMap(order -> {
            List<LayerArrays> chain = new ArrayList<>();
            List<Tensor> left = new ArrayList<>(vectors);
            for (LayerArrays layer : order) {
                Optional<LayerArrays> biased = left.stream()
                        .map(layer::withBias)
                        .filter(each -> each.fits(layout))
                        .findFirst();
                if (biased.isEmpty() && !vectors.isEmpty()) {
                    return Optional.empty();
                }
                biased.ifPresent(each -> left.remove(each.bias().orElseThrow()));
                chain.add(biased.orElse(layer));
            }
            boolean classes = chain.get(chain.size() - 1).outputs(layout) <= Limits.MOST_CLASSES;
            return classes ? Optional.of(chain) : Optional.empty();
        });
    }

    /** Checks that the arrays of a chain could not be exchanged. */
    private static void requireOne(List<Tensor> arrays, List<LayerArrays> layers, List<Tensor> vectors, Layout layout) {
        List<List<LayerArrays>> orders = LayerOrder.orders(layers, layout);
        List<Tensor> moved = new ArrayList<>();
        for (int k = 0; k < layers.size() && orders.size() > 1; k++) {
            Tensor matrix = orders.get(0).get(k).weights();
            if (matrix != orders.get(1).get(k).weights()) {
                moved.add(matrix);
            }
        }
        for (Tensor vector : vectors) {
            if (vectors.stream().anyMatch(other -> other != vector && other.shape()[0] == vector.shape()[0])) {
                moved.add(vector);
            }
        }
        if (!moved.isEmpty()) {
            throw new IllegalArgumentException(expected(Optional.empty()) + list(arrays) + ", which form several: "
                    + list(moved) + " can be exchanged");
        }
    }
}
