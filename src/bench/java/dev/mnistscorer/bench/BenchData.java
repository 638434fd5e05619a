package dev.mnistscorer.bench;

import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.DenseLayer;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.network.PixelScaling;
import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.source.sample.SampleDigits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Networks and images, the same for every competitor. */
final class BenchData {
    static final int PIXELS = 784;

    /** Number of sample digits, which have as many zero pixels as those of MNIST and need no download. */
    static final int IMAGES = 10_000;

    private BenchData() {}

    /** Layers by their sizes and the hidden activation. */
    static List<DenseLayer> layers(String network) {
        int[] sizes = Arrays.stream(network.split(" ")[0].split("-"))
                .mapToInt(Integer::parseInt)
                .toArray();
        return layers(network.endsWith("relu") ? Activation.RELU : Activation.SIGMOID, sizes);
    }

    /** Layers on pixels scaled to 0..1, with numbers of the size that training gives. */
    private static List<DenseLayer> layers(Activation hidden, int... sizes) {
        SplittableRandom random = new SplittableRandom(7);
        List<DenseLayer> layers = new ArrayList<>();
        for (int k = 1; k < sizes.length; k++) {
            float[] weights = new float[sizes[k - 1] * sizes[k]];
            double spread = 2 * Math.sqrt(6.0 / (sizes[k - 1] + sizes[k]));
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) ((random.nextDouble() - 0.5) * spread);
            }
            float[] bias = new float[sizes[k]];
            for (int i = 0; i < bias.length; i++) {
                bias[i] = (float) ((random.nextDouble() - 0.5) * 0.2);
            }
            layers.add(new DenseLayer(
                    new Tensor("W" + k, new int[] {sizes[k - 1], sizes[k]}, weights),
                    new Tensor("b" + k, new int[] {sizes[k]}, bias),
                    k == sizes.length - 1 ? Activation.SOFTMAX : hidden));
        }
        return layers;
    }

    /** The layers as a network on raw pixels. */
    static DenseNetwork network(List<DenseLayer> layers) {
        return DenseNetwork.onPixels(layers, PixelScaling.UNIT);
    }

    /** Digits: {@code [IMAGES, PIXELS]}, row-major, unsigned bytes; image {@code i} shows {@code i % 10}. */
    static byte[] images(SparkSession session) {
        byte[] all = new byte[IMAGES * PIXELS];
        List<Row> rows = SampleDigits.read(session, IMAGES, 0).select("image").collectAsList();
        for (int i = 0; i < IMAGES; i++) {
            System.arraycopy(rows.get(i).<byte[]>getAs(0), 0, all, i * PIXELS, PIXELS);
        }
        return all;
    }
}
