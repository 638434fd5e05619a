package dev.mnistscorer.bench;

import dev.mnistscorer.Main;
import dev.mnistscorer.ml.DenseNetworkModel;
import dev.mnistscorer.network.DenseLayer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

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
            return ours(files.table(millions, "none"), files, "--metrics=accuracy");
        }
    },
    /** This project, classes only, with images and labels in Parquet as Spark writes it. */
    FROM_PARQUET("ours, images in Parquet, Snappy") {
        @Override
        long run(SparkSession session, BenchFiles files, int millions) {
            return ours(files.table(millions, "snappy"), files, "--metrics=accuracy");
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
    /** Spark's reader without a scoring job, of images in Parquet that is not compressed. */
    READ_PLAIN_PARQUET("Spark alone, images in Parquet, not compressed, to nowhere") {
        @Override
        long run(SparkSession session, BenchFiles files, int millions) {
            return read(session, files.table(millions, "none"));
        }
    },
    /** Spark's reader without a scoring job, of images in Parquet as Spark writes it. */
    READ_PARQUET("Spark alone, images in Parquet, Snappy, to nowhere") {
        @Override
        long run(SparkSession session, BenchFiles files, int millions) {
            return read(session, files.table(millions, "snappy"));
        }
    },
    /** Spark's writer without a scoring job: the least that predictions in Parquet cost. */
    WRITE_PARQUET("Spark alone, as many predictions to Parquet") {
        @Override
        long run(SparkSession session, BenchFiles files, int millions) {
            session.range(millions * 1_000_000L)
                    .selectExpr(
                            "'" + files.set(millions).toUri() + "' AS origin",
                            "id AS index",
                            "int(id * 7919 % 10) AS label",
                            "int(id * 7907 % 10) AS prediction",
                            "float(0.5 + id * 1664525 % 1000003 / 2000006.0) AS confidence")
                    .write()
                    .mode(SaveMode.Overwrite)
                    .parquet(files.directory().resolve("written").toString());
            return NOT_SCORED;
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
            return MllibPerceptron.of(BenchData.layers(BenchFiles.NETWORK))
                    .transform(MllibPerceptron.features(images(session, files, millions)))
                    .where("label = prediction")
                    .count();
        }
    };

    /** Number of right predictions of a job that predicts nothing. */
    static final long NOT_SCORED = -1;

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

    /** Runs the job once; returns the number of right predictions, or {@link #NOT_SCORED}. */
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

    private static long read(SparkSession session, Path table) {
        session.read()
                .parquet(table.toString())
                .write()
                .format("noop")
                .mode(SaveMode.Overwrite)
                .save();
        return NOT_SCORED;
    }

    private static Dataset<Row> images(SparkSession session, BenchFiles files, int millions) {
        return session.read().format("idx").load(files.set(millions).toString()).select("label", "image");
    }
}
