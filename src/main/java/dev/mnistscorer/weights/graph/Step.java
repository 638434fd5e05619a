package dev.mnistscorer.weights.graph;

import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.Affine;
import dev.mnistscorer.network.Tensor;

/** Step from pixels to the output, as described by a file. {@link LayerChain} folds chains of steps to layers. */
public sealed interface Step {
    /** Name of the step in the file, for messages. */
    String name();

    /**
     * Weighted sums of the inputs.
     *
     * @param weights {@code [in, out]}
     * @param bias {@code [out]}
     */
    record Dense(String name, Tensor weights, Tensor bias) implements Step {
        @Override
        public String toString() {
            return "dense " + weights.shape()[0] + " to " + weights.shape()[1];
        }
    }

    /**
     * Scaling of the input data. Before the first dense step it determines the range of pixels that the network expects.
     */
    record Rescaling(String name, Affine affine) implements Step {
        @Override
        public String toString() {
            if (affine.width() > 1) {
                return "rescaling of " + affine.width() + " numbers";
            }
            return "times " + affine.scale(0) + (affine.shift(0) == 0 ? "" : ", plus " + affine.shift(0));
        }
    }

    /** Scaling learnt together with the weights. */
    record BatchNormalization(String name, Affine affine) implements Step {
        @Override
        public String toString() {
            return "batch normalization of " + affine.width();
        }
    }

    /** Function of each number, or of all numbers of a layer. */
    record Activate(String name, Activation activation) implements Step {
        @Override
        public String toString() {
            return activation.toString();
        }
    }

    /**
     * Layer without effect on the numbers at inference: dropout, flattening, …
     *
     * @param operation class or operator of the layer
     */
    record Identity(String name, String operation) implements Step {
        @Override
        public String toString() {
            return operation + ": nothing to compute";
        }
    }
}
