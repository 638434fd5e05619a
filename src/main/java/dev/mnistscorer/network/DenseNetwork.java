package dev.mnistscorer.network;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A chain of dense layers over the raw pixels (0..255) of an image. Immutable; broadcast once to the executors.
 *
 * @param layers at least one; each takes what the one before gives
 */
public record DenseNetwork(List<DenseLayer> layers) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Checks the chain.
     *
     * @throws IllegalArgumentException if a layer does not take what the one before gives, or softmax stands before
     *     the last layer
     */
    public DenseNetwork {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a network must have at least one layer");
        }
        for (int k = 1; k < layers.size(); k++) {
            DenseLayer before = layers.get(k - 1);
            DenseLayer layer = layers.get(k);
            if (layer.inputs() != before.outputs()) {
                throw new IllegalArgumentException(String.format(
                        "%s must have %d rows to follow %s but has %d",
                        layer.weights(), before.outputs(), before.weights(), layer.inputs()));
            }
            if (before.activation() == Activation.SOFTMAX) {
                throw new IllegalArgumentException(
                        "softmax must stand in the last layer but follows " + before.weights());
            }
        }
    }

    /** The network on raw pixels that a network trained on scaled pixels amounts to. */
    public static DenseNetwork onPixels(List<DenseLayer> layers, PixelScaling scaling) {
        List<DenseLayer> folded = new ArrayList<>(new DenseNetwork(layers).layers);
        folded.set(0, folded.get(0).withInput(scaling.affine()));
        return new DenseNetwork(folded);
    }

    /** The number of pixels an image must have. */
    public int inputs() {
        return layers.get(0).inputs();
    }

    /** The number of classes. */
    public int classes() {
        return output().outputs();
    }

    /** The last layer. */
    public DenseLayer output() {
        return layers.get(layers.size() - 1);
    }

    /** The number of weights and biases. */
    public long parameters() {
        return layers.stream()
                .mapToLong(layer -> (layer.inputs() + 1L) * layer.outputs())
                .sum();
    }

    /** Sizes and activations, as {@code 784-50-100-10 (sigmoid, sigmoid, softmax)}. */
    @Override
    public String toString() {
        return layers.stream()
                .map(layer -> layer.activation().toString())
                .collect(Collectors.joining(
                        ", ",
                        inputs()
                                + layers.stream()
                                        .map(layer -> "-" + layer.outputs())
                                        .collect(Collectors.joining())
                                + " (",
                        ")"));
    }

    /** Temporary. */
    public String sha256() {
        java.security.MessageDigest d = org.apache.commons.codec.digest.DigestUtils.getSha256Digest();
        for (DenseLayer layer : layers) {
            for (float v : layer.weights().values())
                d.update(java.nio.ByteBuffer.allocate(4).putFloat(v).array());
            for (float v : layer.bias().values())
                d.update(java.nio.ByteBuffer.allocate(4).putFloat(v).array());
        }
        return java.util.HexFormat.of().formatHex(d.digest());
    }
}
