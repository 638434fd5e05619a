package dev.mnistscorer.network;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Chain of dense layers over the raw pixels (0..255) of an image. Immutable; broadcast once to the executors.
 *
 * @param layers at least one; the inputs of each are the outputs of its predecessor
 */
public record DenseNetwork(List<DenseLayer> layers) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Numbers hashed at a time. */
    private static final int CHUNK = 1 << 12;

    /**
     * Checks the chain.
     *
     * @throws IllegalArgumentException if the sizes of two layers do not match, or softmax precedes the last layer
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
                throw new IllegalArgumentException("softmax must be in the last layer but follows " + before.weights());
            }
        }
    }

    /**
     * Returns a network on raw pixels, with the scaling folded into its first layer.
     *
     * @param layers layers on scaled pixels
     */
    public static DenseNetwork onPixels(List<DenseLayer> layers, PixelScaling scaling) {
        List<DenseLayer> folded = new ArrayList<>(new DenseNetwork(layers).layers);
        folded.set(0, folded.get(0).withInput(scaling.affine()));
        return new DenseNetwork(folded);
    }

    /** Number of pixels of an image. */
    public int inputs() {
        return layers.get(0).inputs();
    }

    /** Number of classes. */
    public int classes() {
        return output().outputs();
    }

    /** Last layer. */
    public DenseLayer output() {
        return layers.get(layers.size() - 1);
    }

    /** Number of weights and biases. */
    public long parameters() {
        return layers.stream()
                .mapToLong(layer -> (layer.inputs() + 1L) * layer.outputs())
                .sum();
    }

    /**
     * Returns the SHA-256 of the function that the network computes: of each layer the shape, the activation with its
     * parameters, and the bits of weights and biases. Files of different formats that fold to the same network share it; names
     * do not enter.
     *
     * @return hexadecimal digits
     */
    public String sha256() {
        MessageDigest sha256 = DigestUtils.getSha256Digest();
        for (DenseLayer layer : layers) {
            byte[] activation = layer.activation().toString().getBytes(StandardCharsets.UTF_8);
            ByteBuffer shape = ByteBuffer.allocate(3 * Integer.BYTES);
            sha256.update(shape.putInt(layer.inputs())
                    .putInt(layer.outputs())
                    .putInt(activation.length)
                    .array());
            sha256.update(activation);
            update(sha256, layer.weights().values());
            update(sha256, layer.bias().values());
        }
        return Hex.encodeHexString(sha256.digest());
    }

    private static void update(MessageDigest digest, float[] values) {
        ByteBuffer bits = ByteBuffer.allocate(Float.BYTES * Math.min(values.length, CHUNK));
        for (float value : values) {
            bits.putFloat(value);
            if (!bits.hasRemaining()) {
                digest.update(bits.flip());
                bits.clear();
            }
        }
        digest.update(bits.flip());
    }

    /** Returns sizes and activations: {@code 784-50-100-10 (sigmoid, sigmoid, softmax)}. */
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
}
