package dev.mnistscorer.bench;

import dev.mnistscorer.Main;
import dev.mnistscorer.network.DenseLayer;
import dev.mnistscorer.network.PixelScaling;
import dev.mnistscorer.weights.TrainedNetwork;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Whole jobs in one warm Spark session, files in and number of right predictions out, in turns. */
final class WholeJobBenchmark {
    private static final int REPEATS = 100;
    private static final long COUNT = (long) REPEATS * BenchData.IMAGES;
    private static final int ROUNDS = 5;
    private static final int BATCH = 100;

    private static final Pattern CORRECT = Pattern.compile("\\(([0-9,]+) of ");

    private final SparkSession session;
    private final Path directory;
    private final List<DenseLayer> layers;

    WholeJobBenchmark(SparkSession session, Path directory, byte[] images, List<DenseLayer> layers) throws IOException {
        this.session = session;
        this.directory = directory;
        this.layers = layers;
        write("images-idx3-ubyte", images, 3, (int) COUNT, 28, 28);
        byte[] labels = new byte[BenchData.IMAGES];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) (i % 10);
        }
        write("labels-idx1-ubyte", labels, 1, (int) COUNT);
        Files.write(
                directory.resolve("weights.safetensors"),
                new TrainedNetwork(layers, PixelScaling.UNIT, Map.of()).safetensors());
    }

    private void write(String name, byte[] part, int rank, int... lengths) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(4 + 4 * rank).putInt(0x800 + rank);
        Arrays.stream(lengths).forEach(header::putInt);
        try (OutputStream out = Files.newOutputStream(directory.resolve(name))) {
            out.write(header.array());
            for (int i = 0; i < REPEATS; i++) {
                out.write(part);
            }
        }
    }

    /** Returns the table; fails if a competitor counts other correct predictions. */
    Table run(int cores) {
        Map<String, LongSupplier> jobs = new LinkedHashMap<>();
        jobs.put("ours, `--metrics accuracy`", () -> ours("--metrics=accuracy"));
        jobs.put("ours, `--metrics all`", () -> ours("--metrics=all"));
        jobs.put(
                "ours, predictions as Parquet",
                () -> ours(
                        "--metrics=accuracy",
                        "--run-id=bench",
                        "--overwrite",
                        "--output=" + directory.resolve("predictions")));
        jobs.put("ONNX Runtime in `mapPartitions`", this::onnx);
        jobs.put("MLlib `MultilayerPerceptronClassificationModel`", this::mllib);
        Map<String, double[]> seconds = new LinkedHashMap<>();
        long expected = jobs.values().iterator().next().getAsLong();
        for (int round = 0; round <= ROUNDS; round++) {
            for (Map.Entry<String, LongSupplier> job : jobs.entrySet()) {
                long start = System.nanoTime();
                long correct = job.getValue().getAsLong();
                double took = (System.nanoTime() - start) / 1e9;
                if (correct != expected) {
                    throw new IllegalStateException(job.getKey() + " has " + correct + " right, not " + expected);
                }
                // The first round warms up.
                if (round > 0) {
                    seconds.computeIfAbsent(job.getKey(), name -> new double[ROUNDS])[round - 1] = took / COUNT;
                }
            }
        }
        Table table = new Table("whole job, 1,000,000 images, " + cores + " cores");
        seconds.forEach(table::add);
        double[] numpy = numpy(expected);
        if (numpy.length > 0) {
            table.add("NumPy, images in memory as floats, batch 1000, " + cores + " threads", numpy);
        }
        return table;
    }

    private Dataset<Row> images() {
        return session.read()
                .format("idx")
                .load(directory.resolve("images-idx3-ubyte").toString());
    }

    /** The job as a user runs it, but for the start of the process. */
    private long ours(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--input=" + directory.resolve("images-idx3-ubyte"));
        all.add("--weights=" + directory.resolve("weights.safetensors"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status =
                Main.run(new PrintStream(out, true, StandardCharsets.UTF_8), System.err, all.toArray(String[]::new));
        Matcher correct = CORRECT.matcher(out.toString(StandardCharsets.UTF_8));
        if (status != 0 || !correct.find()) {
            throw new IllegalStateException("the job ended with status " + status);
        }
        return Long.parseLong(correct.group(1).replace(",", ""));
    }

    private long onnx() {
        List<DenseLayer> network = layers;
        MapPartitionsFunction<Row, Long> score = rows -> {
            Competitor competitor = Competitor.onnx(network, BATCH, false);
            byte[] batch = new byte[BATCH * BenchData.PIXELS];
            int[] labels = new int[BATCH];
            int[] classes = new int[BATCH];
            long correct = 0;
            while (rows.hasNext()) {
                int filled = 0;
                for (; filled < BATCH && rows.hasNext(); filled++) {
                    Row row = rows.next();
                    System.arraycopy(row.<byte[]>getAs(1), 0, batch, filled * BenchData.PIXELS, BenchData.PIXELS);
                    labels[filled] = row.getInt(0);
                }
                competitor.score(batch, 0, filled, classes);
                for (int i = 0; i < filled; i++) {
                    correct += labels[i] == classes[i] ? 1 : 0;
                }
            }
            return List.of(correct).iterator();
        };
        return images().select("label", "image").mapPartitions(score, Encoders.LONG()).collectAsList().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private long mllib() {
        double[] flat = layers.stream()
                .flatMap(layer -> List.of(layer.weights(), layer.bias()).stream())
                .flatMapToDouble(tensor -> {
                    float[] values = tensor.values();
                    double[] doubles = new double[values.length];
                    for (int i = 0; i < values.length; i++) {
                        doubles[i] = values[i];
                    }
                    return Arrays.stream(doubles);
                })
                .toArray();
        int[] sizes = new int[layers.size() + 1];
        sizes[0] = layers.get(0).inputs();
        for (int k = 0; k < layers.size(); k++) {
            sizes[k + 1] = layers.get(k).outputs();
        }
        MultilayerPerceptronClassificationModel model =
                new MultilayerPerceptronClassificationModel("mllib", Vectors.dense(flat));
        model.set(model.layers(), sizes);
        StructType columns =
                new StructType().add("label", DataTypes.IntegerType).add("features", SQLDataTypes.VectorType());
        MapFunction<Row, Row> features = row -> {
            byte[] image = row.getAs(1);
            double[] values = new double[image.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (image[i] & 0xff) / 255.0;
            }
            return RowFactory.create(row.getInt(0), Vectors.dense(values));
        };
        return model.transform(images().select("label", "image").map(features, Encoders.row(columns)))
                .where("label = prediction")
                .count();
    }

    /** Returns the seconds an image of each round, or none without a python3 with NumPy. */
    private double[] numpy(long expected) {
        String script =
                """
                import sys, time, numpy as np
                d, rounds, repeats = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
                sizes = [int(n) for n in sys.argv[4].split('-')]
                x = np.fromfile(d + '/images-idx3-ubyte', np.uint8, 10000 * 784, offset=16).reshape(-1, 784)
                x = x.astype(np.float32) / 255
                flat, at, layers = np.fromfile(d + '/weights', np.float32), 0, []
                for a, b in zip(sizes, sizes[1:]):
                    layers.append((flat[at:at + a * b].reshape(a, b), flat[at + a * b:at + a * b + b]))
                    at += a * b + b
                truth = np.arange(10000) % 10
                for r in range(rounds + 1):
                    start, correct = time.time(), 0
                    for _ in range(repeats):
                        for i in range(0, 10000, 1000):
                            z = x[i:i + 1000]
                            for w, b in layers[:-1]:
                                z = 1 / (1 + np.exp(-(z @ w + b)))
                            w, b = layers[-1]
                            correct += int(((z @ w + b).argmax(1) == truth[i:i + 1000]).sum())
                    if r > 0:
                        print((time.time() - start) / repeats / 10000, correct)
                """;
        try {
            ByteBuffer weights = ByteBuffer.allocate(1 << 24).order(ByteOrder.LITTLE_ENDIAN);
            for (DenseLayer layer : layers) {
                for (float value : layer.weights().values()) {
                    weights.putFloat(value);
                }
                for (float value : layer.bias().values()) {
                    weights.putFloat(value);
                }
            }
            Files.write(directory.resolve("weights"), Arrays.copyOf(weights.array(), weights.position()));
            StringBuilder sizes = new StringBuilder("784");
            layers.forEach(layer -> sizes.append('-').append(layer.outputs()));
            Process process = new ProcessBuilder(
                            "python3", "-c", script, directory.toString(), "" + ROUNDS, "" + REPEATS, sizes.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            double[] seconds;
            try (BufferedReader lines = process.inputReader()) {
                seconds = lines.lines()
                        .mapToDouble(line -> {
                            String[] words = line.split(" ");
                            if (Long.parseLong(words[1]) != expected) {
                                throw new IllegalStateException("NumPy has " + words[1] + " right, not " + expected);
                            }
                            return Double.parseDouble(words[0]);
                        })
                        .toArray();
            }
            return process.waitFor() == 0 ? seconds : new double[0];
        } catch (IOException e) {
            System.out.println("NumPy is left out: " + e.getMessage());
            return new double[0];
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
