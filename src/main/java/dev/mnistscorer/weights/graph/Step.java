package dev.mnistscorer.weights.graph;

import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.Affine;
import dev.mnistscorer.network.Tensor;

/** One step from pixels to scores, as a file names it. A chain of steps is folded to layers by {@link LayerChain}. */
public sealed interface Step {
    /** What the file calls it, for messages. */
    String name();

    /**
     * Sums of weighted inputs.
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

    /** Scaling of the data that the network was made for: before the first dense step it says what pixels it takes. */
    record Rescaling(String name, Affine affine) implements Step {
        @Override
        public String toString() {
            if (affine.width() > 1) {
                return "rescaling of " + affine.width() + " numbers";
            }
            return "times " + affine.scale(0) + (affine.shift(0) == 0 ? "" : ", plus " + affine.shift(0));
        }
    }

    /** Scaling that was learnt with the weights. */
    record BatchNormalization(String name, Affine affine) implements Step {
        @Override
        public String toString() {
            return "batch normalization of " + affine.width();
        }
    }

    /** A function of each number, or of all. */
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
