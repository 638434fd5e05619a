package dev.mnistscorer.weights;

import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.content.Layout;
import dev.mnistscorer.weights.content.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Layers of arrays whose names do not tell weights from biases: matrices and vectors, all in use, that form a chain in exactly
 * one way.
 *
 * @param layout layout of the weights
 * @param layers layers in order
 */
record ShapeChain(Layout layout, List<Layer> layers) {
    private static final int MOST_LAYERS = 8;
    private static final int MOST_LISTED = 20;

    /** Weights and, unless no layer has one, a bias. */
    record Layer(Tensor weights, Optional<Tensor> bias) {}

    /**
     * Returns the only chain.
     *
     * @param layout layout of the weights; empty: both are tried
     * @throws IllegalArgumentException listing the arrays, if they form none or several
     */
    static ShapeChain of(List<Tensor> arrays, Optional<Layout> layout) {
        List<Tensor> matrices =
                arrays.stream().filter(array -> array.rank() == 2).toList();
        List<Tensor> vectors =
                arrays.stream().filter(array -> array.rank() == 1).toList();
        List<ShapeChain> found = new ArrayList<>();
        boolean possible = matrices.size() + vectors.size() == arrays.size()
                && !matrices.isEmpty()
                && matrices.size() <= MOST_LAYERS
                && (vectors.isEmpty() || vectors.size() == matrices.size());
        if (possible) {
            for (Layout each : layout.map(List::of).orElse(List.of(Layout.values()))) {
                extend(new ShapeChain(each, List.of()), matrices, vectors, found);
            }
        }
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    "the file must hold arrays named W1, b1, W2, b2, … or fc1.weight, fc1.bias,"
                            + " …, or arrays whose shapes form one chain of layers, but holds "
                            + arrays.stream()
                                    .limit(MOST_LISTED)
                                    .map(Tensor::toString)
                                    .collect(Collectors.joining(", "))
                            + (arrays.size() > MOST_LISTED ? ", …" : "")
                            + (found.isEmpty() ? "" : ", which form several"));
        }
        return found.get(0);
    }

    /** Adds each next layer that follows; two chains are enough to know that there are several. */
    private static void extend(ShapeChain chain, List<Tensor> matrices, List<Tensor> vectors, List<ShapeChain> found) {
        if (found.size() > 1) {
            return;
        }
        if (matrices.isEmpty()) {
            if (chain.outputs(chain.last()) <= Limits.MOST_CLASSES) {
                found.add(chain);
            }
            return;
        }
        for (Tensor matrix : matrices) {
            boolean follows = chain.layers.isEmpty() || chain.inputs(matrix) == chain.outputs(chain.last());
            if (!follows) {
                continue;
            }
            List<Tensor> rest = without(matrices, matrix);
            if (vectors.isEmpty()) {
                extend(chain.and(new Layer(matrix, Optional.empty())), rest, vectors, found);
            }
            for (Tensor vector : vectors) {
                if (vector.shape()[0] == chain.outputs(matrix)) {
                    extend(chain.and(new Layer(matrix, Optional.of(vector))), rest, without(vectors, vector), found);
                }
            }
        }
    }

    private static List<Tensor> without(List<Tensor> tensors, Tensor used) {
        return tensors.stream().filter(tensor -> tensor != used).toList();
    }

    private ShapeChain and(Layer layer) {
        List<Layer> longer = new ArrayList<>(layers);
        longer.add(layer);
        return new ShapeChain(layout, longer);
    }

    private Tensor last() {
        return layers.get(layers.size() - 1).weights;
    }

    private int inputs(Tensor matrix) {
        return matrix.shape()[layout == Layout.IN_OUT ? 0 : 1];
    }

    private int outputs(Tensor matrix) {
        return matrix.shape()[layout == Layout.IN_OUT ? 1 : 0];
    }
}
