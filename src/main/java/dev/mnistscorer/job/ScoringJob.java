package dev.mnistscorer.job;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.Evaluator;
import dev.mnistscorer.evaluation.Tally;
import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.report.CsvReport;
import dev.mnistscorer.report.HtmlReport;
import dev.mnistscorer.report.JsonReport;
import dev.mnistscorer.report.TextReport;
import dev.mnistscorer.scoring.Columns;
import dev.mnistscorer.scoring.Detail;
import dev.mnistscorer.scoring.ScoredImages;
import dev.mnistscorer.scoring.Scorer;
import dev.mnistscorer.source.Datasets;
import dev.mnistscorer.weights.WeightsFile;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One scoring run from files to figures. All that is given is checked before a task starts. */
public final class ScoringJob {
    private static final DateTimeFormatter RUN_ID =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ScoreOptions options;
    private final PrintStream out;
    private final PrintStream progress;

    /** A run that prints its results to {@code out}, and the progress of a download to {@code progress}. */
    public ScoringJob(ScoreOptions options, PrintStream out, PrintStream progress) {
        this.options = options;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Runs.
     *
     * @throws BadInputException if something that was given cannot be used
     * @throws GateFailedException if the figures are not good enough; the report is written, nothing is published
     * @throws IOException if results cannot be written
     */
    public void run() throws IOException {
        Datasets datasets = Datasets.ofEnvironment(JobSession.isLocal(), progress);
        ImageInput input = options.input()
                .map(name -> new ImageInput(datasets, name, options.labels()))
                .orElseGet(() -> ImageInput.byDefault(datasets, options.labels(), this::explain));
        try (JobSession session = JobSession.open()) {
            run(session.spark(), input, datasets);
        }
    }

    private void explain(String whyNotMnist) {
        out.println("Scoring the built-in sample instead of MNIST. " + whyNotMnist);
    }

    private void run(SparkSession session, ImageInput input, Datasets datasets) throws IOException {
        Instant started = Instant.now();
        String runId = options.runId().orElseGet(() -> newRunId(started));
        Configuration configuration = session.sessionState().newHadoopConf();
        Optional<Publication> publication = options.output().map(uri -> new Publication(uri, runId, session));
        Optional<ReportDirectory> report = options.report().map(uri -> new ReportDirectory(uri, configuration));
        WeightsFile weights = NamedWeights.read(datasets, options.weights(), options.reading(), configuration);
        DenseNetwork network = weights.network();
        Dataset<Row> images = input.read(
                session,
                network.classes(),
                network.inputs(),
                options.partitions().orElse(0));

        out.printf(Locale.ROOT, "Scoring %s with %s: %s%n", input.name(), options.weights(), network);
        // What a layer without softmax gives is no probability.
        boolean all = options.metrics() == Metrics.ALL && network.output().activation() == Activation.SOFTMAX;
        Tally.Scope scope = all ? Tally.Scope.PROBABILITIES : Tally.Scope.CLASSES;
        Scorer scorer = new Scorer(network, options.batchSize(), options.kernel(), detail(scope));
        boolean named = publication.isPresent() || scope == Tally.Scope.PROBABILITIES;
        ScoredImages scored = scorer.score(named ? images : withoutNames(images));
        Evaluator evaluator = new Evaluator(network.classes(), scope);
        Evaluation evaluation = Evaluation.of(
                publication.isPresent()
                        ? stage(publication.get(), scored, evaluator, session)
                        : evaluator.tally(scored.rows(), scored.schema()));
        List<String> failures = QualityGate.failures(options.gates(), evaluation, configuration);
        Optional<Path> predictions = Optional.empty();
        if (publication.isPresent()) {
            predictions = Optional.of(
                    failures.isEmpty()
                            ? publication.get().publish()
                            : publication.get().reject());
        }
        out.println();
        out.print(TextReport.of(evaluation));
        predictions.ifPresent(path ->
                out.printf("%nPredictions: %s%s%n", path, failures.isEmpty() ? "" : " (rejected, not published)"));
        if (report.isPresent()) {
            RunRecord record = new RunRecord(
                    runId,
                    started,
                    Instant.now(),
                    options,
                    input,
                    weights,
                    options.kernel().create().name(),
                    evaluation.count(),
                    predictions,
                    failures,
                    session.version());
            write(report.get(), evaluation, record);
            report.get()
                    .write(
                            "report.html",
                            HtmlReport.of(evaluation, input.height(images), input.width(images), record.facts()));
            out.printf("%nReport: %s%n", options.report().get());
        }
        if (!failures.isEmpty()) {
            throw new GateFailedException(failures);
        }
    }

    private static String newRunId(Instant started) {
        return RUN_ID.format(started) + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private Detail detail(Tally.Scope scope) {
        if (scope == Tally.Scope.PROBABILITIES || options.output().isPresent() && options.probabilities()) {
            return Detail.PROBABILITIES;
        }
        return options.output().isPresent() ? Detail.CONFIDENCE : Detail.CLASS;
    }

    // Where no row is kept, no row needs a name.
    private static Dataset<Row> withoutNames(Dataset<Row> images) {
        return images.drop("origin", "index");
    }

    private Tally stage(Publication publication, ScoredImages scored, Evaluator evaluator, SparkSession session)
            throws IOException {
        Dataset<Row> table = scored.withRows(evaluator.tallied(scored.rows(), scored.schema()))
                .toTable((org.apache.spark.sql.classic.SparkSession) session);
        Dataset<Row> wanted = options.probabilities() ? table : table.drop(Columns.PROBABILITY);
        return evaluator.merge(publication.stage(wanted, options.format()));
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
