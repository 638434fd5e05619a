package dev.mnistscorer.bench;

import dev.mnistscorer.Main;
import dev.mnistscorer.ml.DenseNetworkModel;
import dev.mnistscorer.network.DenseLayer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Whole jobs, as a user would write or run them. */
enum JobKind {
    /** This project, classes only. */
    ACCURACY("ours, `--metrics accuracy`") {
        @Override
        long run(SparkSession session, BenchFiles files, int millions) {
            return ours(files.set(millions), files, "--metrics=accuracy");
        }
    },
    /** This project, with probabilities and all metrics. */
    ALL("ours, `--metrics all`") {
        @Override
        long run(SparkSession session, BenchFiles files, int millions) {
            return ours(files.set(millions), files, "--metrics=all");
        }
    },
    /** This project, with predictions. */
    PARQUET("ours, predictions as Parquet") {
        @Override
        long run(SparkSession session, BenchFiles files, int millions) {
            String output = files.directory().resolve("predictions").toString();
            return ours(
                    files.set(millions),
                    files,
                    "--metrics=accuracy",
                    "--run-id=bench",
                    "--overwrite",
                    "--output=" + output);
        }
    },
    /** This project, classes only, with images and labels in Parquet that is not compressed. */
    FROM_PLAIN_PARQUET("ours, images in Parquet, not compressed") {
        @Override
        long run(SparkSession session, BenchFiles files, int millions) {
            return fromParquet(session, files, "none");
        }
    },
    /** This project, classes only, with images and labels in Parquet as Spark writes it. */
    FROM_PARQUET("ours, images in Parquet, Snappy") {
        @Override
        long run(SparkSession session, BenchFiles files, int millions) {
            return fromParquet(session, files, "snappy");
        }
    },
    /** This project as a stage of Spark ML, classes only. */
    STAGE("ours, as a stage: `DenseNetworkModel.transform`") {
        @Override
        long run(SparkSession session, BenchFiles files, int millions) {
            return DenseNetworkModel.fromWeights(files.weights().toString())
                    .setFeaturesCol("image")
                    .transform(images(session, files, millions))
                    .where("label = prediction")
                    .count();
        }
    },
    /** ONNX Runtime, one session with one thread a partition. */
    ONNX("ONNX Runtime in `mapPartitions`") {
        @Override
        long run(SparkSession session, BenchFiles files, int millions) {
            List<DenseLayer> network = BenchData.layers(BenchFiles.NETWORK);
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
            return images(session, files, millions).mapPartitions(score, Encoders.LONG()).collectAsList().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    },
    /** Spark's own perceptron. */
    MLLIB("MLlib `MultilayerPerceptronClassificationModel`") {
        @Override
        long run(SparkSession session, BenchFiles files, int millions) {
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
            return perceptron()
                    .transform(images(session, files, millions).map(features, Encoders.row(columns)))
                    .where("label = prediction")
                    .count();
        }
    };

    private static final int BATCH = 100;
    private static final Pattern CORRECT = Pattern.compile("\\(([0-9,]+) of ");

    private final String title;

    JobKind(String title) {
        this.title = title;
    }

    /** Name in a table. */
    String title() {
        return title;
    }

    /** Runs the job once; returns the number of right predictions. */
    abstract long run(SparkSession session, BenchFiles files, int millions);

    /** The job as a user runs it, but for the start of the process. */
    private static long ours(Path input, BenchFiles files, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--input=" + input);
        all.add("--weights=" + files.weights());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status =
                Main.run(new PrintStream(out, true, StandardCharsets.UTF_8), System.err, all.toArray(String[]::new));
        Matcher correct = CORRECT.matcher(out.toString(StandardCharsets.UTF_8));
        if (status != 0 || !correct.find()) {
            throw new IllegalStateException("the job ended with status " + status);
        }
        return Long.parseLong(correct.group(1).replace(",", ""));
    }

    private static long fromParquet(SparkSession session, BenchFiles files, String compression) {
        Path table = files.table(compression);
        if (!Files.exists(table.resolve("_SUCCESS"))) {
            images(session, files, 1)
                    .write()
                    .option("compression", compression)
                    .mode(SaveMode.Overwrite)
                    .parquet(table.toString());
        }
        return ours(table, files, "--metrics=accuracy");
    }

    private static Dataset<Row> images(SparkSession session, BenchFiles files, int millions) {
        return session.read().format("idx").load(files.set(millions).toString()).select("label", "image");
    }

    private static MultilayerPerceptronClassificationModel perceptron() {
        List<DenseLayer> layers = BenchData.layers(BenchFiles.NETWORK);
        double[] flat = layers.stream()
                .flatMap(layer -> Stream.of(layer.weights(), layer.bias()))
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
        sizes[0] = BenchData.PIXELS;
        for (int k = 0; k < layers.size(); k++) {
            sizes[k + 1] = layers.get(k).outputs();
        }
        MultilayerPerceptronClassificationModel model =
                new MultilayerPerceptronClassificationModel("mllib", Vectors.dense(flat));
        model.set(model.layers(), sizes);
        return model;
    }
}
