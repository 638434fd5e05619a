package dev.mnistscorer.job;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.Evaluator;
import dev.mnistscorer.evaluation.Tally;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.report.CsvReport;
import dev.mnistscorer.report.JsonReport;
import dev.mnistscorer.report.TextReport;
import dev.mnistscorer.scoring.Columns;
import dev.mnistscorer.scoring.Detail;
import dev.mnistscorer.scoring.Scorer;
import dev.mnistscorer.source.Datasets;
import dev.mnistscorer.weights.WeightsFile;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.Metadata;

/** One scoring run from files to figures. All that is given is checked before a task starts. */
public final class ScoringJob {
    private static final DateTimeFormatter RUN_ID =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ScoreOptions options;
    private final PrintStream out;

    /** A run that prints its results to {@code out}. */
    public ScoringJob(ScoreOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /**
     * Runs.
     *
     * @throws BadInputException if something that was given cannot be used
     * @throws IOException if results cannot be written
     */
    public void run() throws IOException {
        Datasets datasets = Datasets.ofEnvironment();
        String inputUri = datasets.images(options.input());
        String weightsUri = datasets.weights(options.weights());
        try (JobSession session = JobSession.open()) {
            run(session.spark(), inputUri, weightsUri);
        }
    }

    private void run(SparkSession session, String inputUri, String weightsUri) throws IOException {
        Instant started = Instant.now();
        String runId = options.runId().orElseGet(() -> newRunId(started));
        Configuration configuration = session.sessionState().newHadoopConf();
        Optional<Publication> publication = options.output().map(uri -> new Publication(uri, runId, session));
        Optional<ReportDirectory> report = options.report().map(uri -> new ReportDirectory(uri, configuration));
        WeightsFile weights = WeightsFile.read(weightsUri, configuration);
        DenseNetwork network = weights.network();
        Dataset<Row> images = read(session, inputUri, network);

        out.printf(Locale.ROOT, "Scoring %s with %s: %s%n", options.input(), options.weights(), network);
        Scorer scorer = new Scorer(network, options.batchSize(), options.kernel(), detail());
        Dataset<Row> scored = scorer.transform(publication.isPresent() ? images : withoutOrigin(images));
        Evaluator evaluator = new Evaluator(network.classes());
        Evaluation evaluation = Evaluation.of(
                publication.isPresent()
                        ? stage(publication.get(), evaluator.tallied(scored), network)
                        : evaluator.tally(scored));
        if (publication.isPresent()) {
            publication.get().publish();
        }
        out.println();
        out.print(TextReport.of(evaluation));
        if (publication.isPresent()) {
            out.printf("%nPredictions: %s%n", publication.get().published());
        }
        if (report.isPresent()) {
            RunRecord record = new RunRecord(
                    runId,
                    started,
                    Instant.now(),
                    options,
                    inputUri,
                    weights,
                    options.kernel().create().name(),
                    evaluation.count(),
                    publication.map(Publication::published).orElse(null),
                    session.version());
            write(report.get(), evaluation, record);
            out.printf("%nReport: %s%n", options.report().get());
        }
    }

    private static String newRunId(Instant started) {
        return RUN_ID.format(started) + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private Dataset<Row> read(SparkSession session, String uri, DenseNetwork network) {
        DataFrameReader reader = session.read().format("idx").option("classes", network.classes());
        options.labels().ifPresent(labels -> reader.option("labels", labels));
        options.partitions().ifPresent(partitions -> reader.option("partitions", partitions));
        Dataset<Row> images = reader.load(uri);
        Metadata size = images.schema().apply(Columns.IMAGE).metadata();
        long height = size.getLong("height");
        long width = size.getLong("width");
        if (height * width != network.inputs()) {
            throw BadInputException.in(
                    uri,
                    "images must have %d pixels, as many as the network has inputs, but have %d × %d = %d",
                    network.inputs(),
                    height,
                    width,
                    height * width);
        }
        return images;
    }

    private Detail detail() {
        if (options.output().isEmpty()) {
            return Detail.CLASS;
        }
        return options.probabilities() ? Detail.PROBABILITIES : Detail.CONFIDENCE;
    }

    // Where no row is kept, no row needs a name.
    private static Dataset<Row> withoutOrigin(Dataset<Row> images) {
        return images.drop("origin", "index");
    }

    private Tally stage(Publication publication, Dataset<Row> tallied, DenseNetwork network) throws IOException {
        return publication.stage(tallied, options.format()).stream().reduce(new Tally(network.classes()), Tally::merge);
    }

    private static void write(ReportDirectory directory, Evaluation evaluation, RunRecord record) throws IOException {
        directory.write("metrics.json", JsonReport.of(evaluation));
        directory.write("per_class_metrics.csv", CsvReport.perClass(evaluation));
        if (evaluation.evaluated()) {
            directory.write("confusion_matrix.csv", CsvReport.confusionMatrix(evaluation));
        }
        directory.write("run.json", record.json());
    }
}
