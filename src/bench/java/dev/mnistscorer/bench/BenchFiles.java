package dev.mnistscorer.bench;

import dev.mnistscorer.network.DenseLayer;
import dev.mnistscorer.network.PixelScaling;
import dev.mnistscorer.weights.TrainedNetwork;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * The files that all competitors read.
 *
 * @param directory directory of the files
 */
record BenchFiles(Path directory) {
    static final String NETWORK = "784-50-100-10 sigmoid";
    private static final int REPEATS = 100;

    /** Sample digits: {@code [BenchData.IMAGES, BenchData.PIXELS]}, row-major, unsigned bytes. */
    Path images() {
        return directory.resolve("images");
    }

    /** Weights of {@link #NETWORK}, in safetensors. */
    Path weights() {
        return directory.resolve("weights.safetensors");
    }

    /** The same numbers, one layer after the other, weights before biases, float32, little-endian. */
    Path numbers() {
        return directory.resolve("numbers");
    }

    /** A directory of IDX files of that many million images. */
    Path set(int millions) {
        return directory.resolve(millions + "m");
    }

    /** A table of a million images and labels in Parquet, which the first job that reads it writes. */
    Path table(String compression) {
        return directory.resolve("1m-" + compression + ".parquet");
    }

    static BenchFiles write(Path directory) throws IOException {
        BenchFiles files = new BenchFiles(directory);
        SparkSession session = SparkSession.builder()
                .master("local[*]")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
        byte[] images = BenchData.images(session);
        session.stop();
        Files.write(files.images(), images);
        List<DenseLayer> layers = BenchData.layers(NETWORK);
        Files.write(files.weights(), new TrainedNetwork(layers, PixelScaling.UNIT, Map.of()).safetensors());
        Files.write(files.numbers(), numbers(layers));
        Path set = Files.createDirectories(files.set(1));
        write(set.resolve("images-idx3-ubyte"), images, 3, REPEATS * BenchData.IMAGES, 28, 28);
        byte[] labels = new byte[BenchData.IMAGES];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) (i % 10);
        }
        write(set.resolve("labels-idx1-ubyte"), labels, 1, REPEATS * BenchData.IMAGES);
        files.link(10);
        return files;
    }

    private static byte[] numbers(List<DenseLayer> layers) {
        int count = layers.stream()
                .mapToInt(
                        layer -> layer.weights().values().length + layer.bias().values().length)
                .sum();
        ByteBuffer numbers = ByteBuffer.allocate(Float.BYTES * count).order(ByteOrder.LITTLE_ENDIAN);
        for (DenseLayer layer : layers) {
            for (float value : layer.weights().values()) {
                numbers.putFloat(value);
            }
            for (float value : layer.bias().values()) {
                numbers.putFloat(value);
            }
        }
        return numbers.array();
    }

    private static void write(Path file, byte[] part, int rank, int... lengths) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(4 + 4 * rank).putInt(0x800 + rank);
        Arrays.stream(lengths).forEach(header::putInt);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(header.array());
            for (int i = 0; i < REPEATS; i++) {
                out.write(part);
            }
        }
    }

    /** The files of a million under several names: they take no more of the disk, and of its cache. */
    private void link(int millions) throws IOException {
        Path set = Files.createDirectories(set(millions));
        for (int i = 0; i < millions; i++) {
            for (String name : List.of("images-idx3-ubyte", "labels-idx1-ubyte")) {
                Path link = set.resolve("part" + i + "-" + name);
                Files.deleteIfExists(link);
                Files.createLink(link, set(1).resolve(name));
            }
        }
    }
}
