package dev.mnistscorer.weights;

import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.content.BiasColumn;
import dev.mnistscorer.weights.content.Layout;
import dev.mnistscorer.weights.graph.Step;
import java.util.Optional;

/**
 * Arrays of a stored layer, whose layout may be unknown.
 *
 * @param weights matrix; with the biases if there is a bias column
 * @param bias biases, unless there are none or they are in a column of the weights
 * @param column place of the biases in the weights, if they are there
 */
record LayerArrays(Tensor weights, Optional<Tensor> bias, Optional<BiasColumn> column) {
    int inputs(Layout layout) {
        int length = weights.shape()[layout == Layout.IN_OUT ? 0 : 1];
        return column.isPresent() ? length - 1 : length;
    }

    int outputs(Layout layout) {
        return weights.shape()[layout == Layout.IN_OUT ? 1 : 0];
    }

    /** Returns true if there are no biases, or one for each unit. */
    boolean fits(Layout layout) {
        return bias.isEmpty() || bias.get().shape()[0] == outputs(layout);
    }

    boolean follows(LayerArrays other, Layout layout) {
        return inputs(layout) == other.outputs(layout);
    }

    LayerArrays withBias(Tensor biases) {
        return new LayerArrays(weights, Optional.of(biases), column);
    }

    LayerArrays withColumn(BiasColumn place) {
        return new LayerArrays(weights, bias, Optional.of(place));
    }

    Step.Dense step(Layout layout) {
        Tensor inOut = layout == Layout.IN_OUT ? weights : weights.transposed();
        if (column.isPresent()) {
            return new Step.Dense(
                    weights.name(), column.get().weights(inOut), column.get().bias(inOut));
        }
        Tensor biases = bias.orElseGet(() -> Tensor.zeros("no bias", outputs(layout)));
        return new Step.Dense(weights.name(), inOut, biases);
    }
}
