package dev.mnistscorer.training;

import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.DenseLayer;
import dev.mnistscorer.network.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The layers of a perceptron of Spark MLlib, whose weights and biases stand in one array. */
public final class FlatLayers {
    private FlatLayers() {}

    /**
     * The layers: sigmoid between them, softmax at the end. MLlib keeps the weights of a layer as {@code [out, in]},
     * column-major, which is {@code [in, out]}, row-major; its bias comes after them.
     *
     * @param sizes from the inputs to the classes
     * @throws IllegalArgumentException if the numbers are not as many as the sizes take
     */
    public static List<DenseLayer> of(int[] sizes, double[] numbers) {
        requireLength(sizes, numbers.length);
        List<DenseLayer> layers = new ArrayList<>();
        int at = 0;
        for (int k = 1; k < sizes.length; k++) {
            int in = sizes[k - 1];
            int out = sizes[k];
            int weights = Math.multiplyExact(in, out);
            Activation activation = k == sizes.length - 1 ? Activation.SOFTMAX : Activation.SIGMOID;
            layers.add(new DenseLayer(
                    new Tensor("W" + k, new int[] {in, out}, floats(numbers, at, weights)),
                    new Tensor("b" + k, new int[] {out}, floats(numbers, at + weights, out)),
                    activation));
            at += weights + out;
        }
        return layers;
    }

    private static void requireLength(int[] sizes, int length) {
        if (sizes.length < 2 || Arrays.stream(sizes).anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException(
                    "the perceptron must have at least two layers of at least one unit but has "
                            + Arrays.toString(sizes));
        }
        long expected = 0;
        for (int k = 1; k < sizes.length; k++) {
            expected = Math.addExact(expected, Math.multiplyExact(sizes[k - 1] + 1L, sizes[k]));
        }
        if (expected != length) {
            throw new IllegalArgumentException(
                    "the perceptron must have " + expected + " weights and biases but has " + length);
        }
    }

    private static float[] floats(double[] from, int at, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) from[at + i];
        }
        return values;
    }
}
