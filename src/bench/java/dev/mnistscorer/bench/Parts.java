package dev.mnistscorer.bench;

import dev.mnistscorer.kernel.Kernel;
import dev.mnistscorer.kernel.KernelChoice;
import dev.mnistscorer.kernel.PackedLayer;
import dev.mnistscorer.network.DenseLayer;
import dev.mnistscorer.spark.InternalRows;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/** The parts of a job that can be run alone, on one thread: CPU seconds an image. */
final class Parts {
    private static final int MILLION = 1_000_000;
    private static final int BATCH = 100;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Parts() {}

    /** Takes the directory of the files; prints reading, rows, first layer, other layers, activations. */
    public static void main(String[] arguments) throws Exception {
        BenchFiles files = new BenchFiles(Path.of(arguments[0]));
        double read = fastest(5, () -> read(files.set(1).resolve("images-idx3-ubyte"))) / MILLION;
        double rows = rows(files) / MILLION;
        double[] kernel = kernel(files);
        System.out.printf(
                Locale.ROOT, "%n%s%s %s %s %s %s%n", ChildJvm.RESULT, read, rows, kernel[0], kernel[1], kernel[2]);
    }

    @FunctionalInterface
    private interface Part {
        void run() throws IOException;
    }

    private static double fastest(int rounds, Part part) throws IOException {
        double fastest = Double.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            part.run();
            fastest = Math.min(fastest, (THREADS.getCurrentThreadCpuTime() - start) / 1e9);
        }
        return fastest;
    }

    private static void read(Path file) throws IOException {
        byte[] chunk = new byte[1 << 18];
        try (InputStream in = Files.newInputStream(file)) {
            int read = in.read(chunk);
            while (read >= 0) {
                read = in.read(chunk);
            }
        }
    }

    /** Reads the labels and images as the job does, and does nothing with them. */
    private static double rows(BenchFiles files) throws IOException {
        SparkSession session = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.ui.showConsoleProgress", "false")
                .getOrCreate();
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round < 8; round++) {
            InternalRows rows = InternalRows.of(
                    session.read().format("idx").load(files.set(1).toString()).select("label", "image"));
            double[] sum = new double[1];
            rows.<Double>forEachPartition(
                    partition -> {
                        long start = THREADS.getCurrentThreadCpuTime();
                        while (partition.next()) {
                            partition.row();
                        }
                        return (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
                    },
                    result -> sum[0] += result);
            seconds.add(sum[0]);
        }
        session.stop();
        return seconds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    private static double[] kernel(BenchFiles files) throws IOException {
        byte[] images = Files.readAllBytes(files.images());
        Kernel kernel = KernelChoice.VECTOR.create();
        List<PackedLayer> layers = new ArrayList<>();
        for (DenseLayer layer :
                BenchData.network(BenchData.layers(BenchFiles.NETWORK)).layers()) {
            layers.add(kernel.pack(
                    layer.inputs(),
                    layer.outputs(),
                    layer.weights().values(),
                    layer.bias().values()));
        }
        byte[] batch = new byte[BATCH * BenchData.PIXELS];
        float[][] outputs =
                layers.stream().map(layer -> new float[BATCH * layer.stride()]).toArray(float[][]::new);
        double first = fastest(200, () -> {
            for (int from = 0; from < images.length; from += batch.length) {
                System.arraycopy(images, from, batch, 0, batch.length);
                kernel.multiplyPixels(batch, BATCH, layers.get(0), outputs[0]);
            }
        });
        kernel.sigmoid(outputs[0], outputs[0].length);
        double others = fastest(200, () -> {
            for (int from = 0; from < images.length; from += batch.length) {
                for (int k = 1; k < layers.size(); k++) {
                    kernel.multiply(outputs[k - 1], BATCH, layers.get(k), outputs[k]);
                }
            }
        });
        double activations = fastest(200, () -> {
            for (int from = 0; from < images.length; from += batch.length) {
                kernel.sigmoid(outputs[0], outputs[0].length);
                kernel.sigmoid(outputs[1], outputs[1].length);
            }
        });
        return new double[] {first / BenchData.IMAGES, others / BenchData.IMAGES, activations / BenchData.IMAGES};
    }
}
