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
import java.util.stream.Stream;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The files that all competitors read.
 *
 * @param directory directory of the files
 */
record BenchFiles(Path directory) {
    static final String NETWORK = "784-50-100-10 sigmoid";
    private static final int REPEATS = 100;
    private static final int MANY = 10; // millions

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

    /** A table of that many million images and labels in Parquet. */
    Path table(int millions, String compression) {
        return directory.resolve(millions + "m-" + compression + ".parquet");
    }

    /**
     * Writes the files.
     *
     * @param tables whether tables are among them
     */
    static BenchFiles write(Path directory, boolean tables) throws IOException {
        BenchFiles files = new BenchFiles(directory);
        SparkSession session = SparkSession.builder()
                .master("local[*]")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
        byte[] images = BenchData.images(session);
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
        link(set, files.set(MANY));
        if (tables) {
            files.writeTables(session);
        }
        session.stop();
        return files;
    }

    private void writeTables(SparkSession session) throws IOException {
        for (String compression : List.of("none", "snappy")) {
            session.read()
                    .format("idx")
                    .load(set(1).toString())
                    .select("label", "image")
                    .write()
                    .option("compression", compression)
                    .mode(SaveMode.Overwrite)
                    .parquet(table(1, compression).toString());
        }
        link(table(1, "none"), table(MANY, "none"));
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
    private static void link(Path million, Path many) throws IOException {
        Files.createDirectories(many);
        for (Path old : files(many)) {
            Files.delete(old);
        }
        for (Path file : files(million)) {
            String name = file.getFileName().toString();
            // Files of checksums are hidden ones.
            String start = name.startsWith(".") ? "." : "";
            if (!name.startsWith(start + "_")) {
                for (int i = 0; i < MANY; i++) {
                    Files.createLink(many.resolve(start + "part" + i + "-" + name.substring(start.length())), file);
                }
            }
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
