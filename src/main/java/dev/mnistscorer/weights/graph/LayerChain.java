package dev.mnistscorer.weights.graph;

import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.Affine;
import dev.mnistscorer.network.DenseLayer;
import dev.mnistscorer.network.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Folds steps into equivalent dense layers. Scaling is folded into the adjacent weights: those after it, or those before
 * it unless an activation lies between. A step that cannot be folded, such as an activation of an activation, becomes a
 * layer with the identity matrix as weights. Folding is computed in float64 and rounded once; weights with nothing to fold
 * keep their bits.
 */
public final class LayerChain {
    /** Identity matrices may have this many times the parameters of the dense steps, or {@link #FEW}. */
    private static final long MOST_PER_PARAMETER = 4;

    private static final long FEW = 1 << 20;

    private final List<DenseLayer> layers = new ArrayList<>();
    private long passing; // numbers that identity matrices may still take
    private Affine before = Affine.IDENTITY;
    private Tensor weights;
    private Tensor bias;
    private Affine after = Affine.IDENTITY;
    private Activation activation;

    private LayerChain(long parameters) {
        passing = Math.max(FEW, MOST_PER_PARAMETER * parameters);
    }

    /**
     * Returns the layers equivalent to the steps.
     *
     * @throws IllegalArgumentException naming the step that does not match its predecessors
     */
    public static List<DenseLayer> fold(List<Step> steps) {
        long parameters = 0;
        for (Step step : steps) {
            if (step instanceof Step.Dense dense) {
                parameters += dense.weights().values().length;
            }
        }
        LayerChain chain = new LayerChain(parameters);
        steps.forEach(chain::add);
        return chain.end();
    }

    /**
     * Returns the layers with an activation in place of the identity of the last one.
     *
     * @param folded at least one layer
     */
    public static List<DenseLayer> withOutput(List<DenseLayer> folded, Activation activation) {
        List<DenseLayer> layers = new ArrayList<>(folded);
        DenseLayer last = layers.remove(layers.size() - 1);
        layers.add(new DenseLayer(last.weights(), last.bias(), activation));
        return asClasses(layers);
    }

    private void add(Step step) {
        if (step instanceof Step.Dense dense) {
            close();
            weights = dense.weights();
            bias = dense.bias();
        } else if (step instanceof Step.Rescaling rescaling) {
            scale(rescaling.name(), rescaling.affine());
        } else if (step instanceof Step.BatchNormalization normalization) {
            scale(normalization.name(), normalization.affine());
        } else if (step instanceof Step.Activate activate && activate.activation() != Activation.IDENTITY) {
            activate(activate);
        }
    }

    private void scale(String name, Affine affine) {
        if (weights != null && affine.width() != 1 && affine.width() != outputs()) {
            throw new IllegalArgumentException("%s must have %d numbers to follow %s but has %d"
                    .formatted(name, outputs(), weights, affine.width()));
        }
        if (weights == null && affine.width() != 1 && before.width() != 1 && affine.width() != before.width()) {
            throw new IllegalArgumentException("%s must have %d numbers, as the scaling before it, but has %d"
                    .formatted(name, before.width(), affine.width()));
        }
        if (activation != null) {
            close();
        }
        if (weights != null) {
            after = after.then(affine);
        } else {
            before = before.then(affine);
        }
    }

    private void activate(Step.Activate step) {
        if (weights == null || activation != null) {
            passOn(step.name());
        }
        activation = step.activation();
    }

    /** Begins a layer with the identity matrix as weights. */
    private void passOn(String name) {
        int width = activation != null ? outputs() : layers.isEmpty() ? before.width() : last().outputs();
        if (width == 1 && layers.isEmpty() && weights == null) {
            throw new IllegalArgumentException(name + " must follow a dense layer but is the first");
        }
        close();
        passing -= (long) width * width;
        if (passing < 0) {
            throw new IllegalArgumentException(name + " must follow the sums of a dense layer: passing on " + width
                    + " numbers to it takes more memory than " + MOST_PER_PARAMETER + " times the parameters");
        }
        float[] identity = new float[Math.multiplyExact(width, width)];
        for (int i = 0; i < width; i++) {
            identity[i * width + i] = 1;
        }
        weights = new Tensor(name, new int[] {width, width}, identity);
        bias = new Tensor(name, new int[] {width}, new float[width]);
    }

    private int outputs() {
        return weights.shape()[1];
    }

    private DenseLayer last() {
        return layers.get(layers.size() - 1);
    }

    private void close() {
        if (weights == null) {
            return;
        }
        Activation applied = activation == null ? Activation.IDENTITY : activation;
        DenseLayer layer = new DenseLayer(weights, bias, applied);
        layers.add(before.isIdentity() && after.isIdentity() ? layer : layer.between(before, after));
        weights = null;
        bias = null;
        activation = null;
        before = Affine.IDENTITY;
        after = Affine.IDENTITY;
    }

    private List<DenseLayer> end() {
        close();
        if (!before.isIdentity() && !layers.isEmpty()) {
            passOn("scaling at the end");
            close();
        }
        return asClasses(layers);
    }

    private static List<DenseLayer> asClasses(List<DenseLayer> layers) {
        List<DenseLayer> classes = new ArrayList<>(layers);
        if (!classes.isEmpty()) {
            DenseLayer last = classes.remove(classes.size() - 1);
            classes.add(last.outputs() == 1 && last.activation() == Activation.SIGMOID ? last.asTwoClasses() : last);
        }
        return List.copyOf(classes);
    }
}
