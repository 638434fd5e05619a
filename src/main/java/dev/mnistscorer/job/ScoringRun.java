package dev.mnistscorer.job;

import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.Evaluator;
import dev.mnistscorer.evaluation.Tally;
import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.report.CsvReport;
import dev.mnistscorer.report.HtmlReport;
import dev.mnistscorer.report.JsonReport;
import dev.mnistscorer.report.TextReport;
import dev.mnistscorer.scoring.BadRows;
import dev.mnistscorer.scoring.Detail;
import dev.mnistscorer.scoring.ScoredImages;
import dev.mnistscorer.scoring.Scorer;
import dev.mnistscorer.source.Datasets;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.table.Columns;
import dev.mnistscorer.weights.WeightsFile;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One scoring run in a session: from what was named to what is published and recorded. */
final class ScoringRun {
    private static final DateTimeFormatter RUN_ID =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ScoreOptions options;
    private final PrintStream out;
    private final SparkSession session;
    private final Configuration configuration;
    private final Datasets datasets;
    private final ImageInput input;
    private final String runId;
    private final RunRecord record;
    private Optional<ReportDirectory> report = Optional.empty();

    ScoringRun(ScoreOptions options, PrintStream out, SparkSession session, Datasets datasets, ImageInput input) {
        Instant started = Instant.now();
        this.options = options;
        this.out = out;
        this.session = session;
        this.configuration = session.sessionState().newHadoopConf();
        this.datasets = datasets;
        this.input = input;
        this.runId = options.runId().orElseGet(() -> newRunId(started));
        this.record = new RunRecord(runId, started, options, input, session.version());
    }

    private static String newRunId(Instant started) {
        return RUN_ID.format(started) + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** Runs, and records how it ended. */
    void run() throws IOException {
        Optional<ReportDirectory> history = options.history().map(uri -> new ReportDirectory(uri, configuration));
        Exception thrown = attempt();
        try {
            write(history, thrown);
        } catch (IOException | RuntimeException unwritten) {
            if (thrown == null) {
                throw unwritten;
            }
            thrown.addSuppressed(unwritten);
        }
        if (thrown instanceof IOException failure) {
            throw failure;
        }
        if (thrown != null) {
            throw (RuntimeException) thrown;
        }
    }

    /** Runs, and returns what ended it: an exception that is unchecked or an {@code IOException}, or null. */
    private Exception attempt() {
        try (DataErrors dataErrors = new DataErrors(session.sparkContext())) {
            try {
                scoreAll(dataErrors);
                return null;
            } catch (Exception e) { // Spark throws checked exceptions that it does not declare.
                return dataErrors.explain(e);
            }
        }
    }

    private void write(Optional<ReportDirectory> history, Throwable thrown) throws IOException {
        if (report.isPresent()) {
            report.get().write("run.json", record.json(thrown));
        }
        if (history.isPresent()) {
            String name = runId + "-" + UUID.randomUUID().toString().substring(0, 8) + ".json";
            history.get().write(name, record.line(thrown));
        }
    }

    private void scoreAll(DataErrors dataErrors) throws IOException {
        report = options.report().map(uri -> new ReportDirectory(uri, configuration));
        Optional<Publication> publication = options.output().map(uri -> new Publication(uri, runId, session));
        WeightsFile weights = NamedWeights.read(datasets, options.weights(), options.reading(), configuration);
        record.weights(weights);
        List<InputFile> files = input.files(configuration);
        if (options.incremental()) {
            Set<InputFile> scored = publication.orElseThrow().scored();
            files = files.stream()
                    .filter(file -> !scored.contains(file.alone()))
                    .toList();
            if (files.isEmpty()) {
                out.printf(
                        "Nothing new: all of %s was scored by runs in %s%n",
                        input.name(), options.output().get());
                return;
            }
        }
        RunIdentity identity = RunIdentity.of(files, weights, options);
        record.inputSha256(identity.input());
        if (publication.isPresent() && publication.get().isDone(identity, options.overwrite())) {
            record.predictions(publication.get().published());
            out.printf(
                    "Nothing to do: %s is published already, of the same input and weights%n",
                    publication.get().published());
            return;
        }
        ImageInput chosen = options.incremental() ? input.of(files) : input;
        score(chosen, files, identity, weights, publication, dataErrors);
    }

    private void score(
            ImageInput chosen,
            List<InputFile> files,
            RunIdentity identity,
            WeightsFile weights,
            Optional<Publication> publication,
            DataErrors dataErrors)
            throws IOException {
        DenseNetwork network = weights.network();
        boolean strict = options.onBadRow() == OnBadRow.FAIL;
        Dataset<Row> images = chosen.read(
                session,
                strict ? OptionalInt.of(network.classes()) : OptionalInt.empty(),
                network.inputs(),
                options.partitions().orElse(0));
        out.printf(Locale.ROOT, "Scoring %s with %s: %s%n", input.name(), options.weights(), network);
        // What a layer without softmax gives is no probability.
        boolean all = options.metrics() == Metrics.ALL && network.output().activation() == Activation.SOFTMAX;
        Tally.Scope scope = all ? Tally.Scope.PROBABILITIES : Tally.Scope.CLASSES;
        BadRows badRows = strict ? BadRows.FAIL : BadRows.MARK;
        Scorer scorer = new Scorer(network, options.batchSize(), options.kernel(), detail(scope), badRows);
        boolean named = publication.isPresent() || scope == Tally.Scope.PROBABILITIES;
        ScoredImages scored = scorer.score(named ? images : images.drop(Columns.ORIGIN, Columns.INDEX));
        record.partitions(scored.rows().getNumPartitions());
        record.stage("plan");

        Evaluator evaluator = new Evaluator(network.classes(), scope);
        boolean kept = false;
        try {
            Tally tally = publication.isPresent()
                    ? stage(publication.get(), scored, evaluator)
                    : evaluator.tally(scored.rows(), scored.schema());
            Evaluation evaluation = Evaluation.of(tally);
            RowCounts rows =
                    RowCounts.of(chosen.count(images), evaluation.count(), tally.skipped(), options.onBadRow());
            record.rows(rows);
            if (options.maxBadRows().isPresent()) {
                rows.requireWithin(options.maxBadRows().get(), input.uri());
            }
            if (rows.quarantined() > 0) {
                quarantine(publication.orElseThrow(), scorer.unscorable(images), rows.quarantined());
            }
            record.stage("score");
            List<String> failures = QualityGate.failures(options.gates(), evaluation, configuration);
            record.evaluation(evaluation, failures);
            kept = true;
            if (publication.isPresent()) {
                publish(publication.get(), publication.get().manifest(identity, rows, files), failures);
            }
            print(evaluation, rows, publication, failures);
            if (report.isPresent()) {
                write(report.get(), evaluation, chosen, images);
            }
            if (!failures.isEmpty()) {
                throw new GateFailedException(failures);
            }
        } catch (Exception e) {
            if (!kept && publication.isPresent()) {
                dataErrors.awaitTasks();
                withdraw(publication.get(), e);
            }
            throw e;
        }
    }

    /** What hinders the removal of what was staged must not hide why it is removed. */
    private static void withdraw(Publication publication, Exception why) {
        try {
            publication.withdraw();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private Detail detail(Tally.Scope scope) {
        if (scope == Tally.Scope.PROBABILITIES || options.output().isPresent() && options.probabilities()) {
            return Detail.PROBABILITIES;
        }
        return options.output().isPresent() ? Detail.CONFIDENCE : Detail.CLASS;
    }

    private Tally stage(Publication publication, ScoredImages scored, Evaluator evaluator) {
        Dataset<Row> table = scored.withRows(evaluator.tallied(scored.rows(), scored.schema()))
                .toTable((org.apache.spark.sql.classic.SparkSession) session);
        Dataset<Row> wanted = options.probabilities() ? table : table.drop(Columns.PROBABILITY);
        return evaluator.merge(StagedWrite.write(wanted, options.format(), publication.staging()));
    }

    /** Bad rows are rare: they are looked for once more by themselves, without the network, and must be as many. */
    private void quarantine(Publication publication, Dataset<Row> bad, long expected) {
        String place = publication.quarantineStaging().toString();
        bad.write().parquet(place);
        long written = session.read().parquet(place).count();
        if (written != expected) {
            throw new IllegalStateException("rows that cannot be scored must be " + expected
                    + " at the second look, as at" + " the first, but were " + written
                    + ": nothing is published; did the input change meanwhile?");
        }
    }

    private void publish(Publication publication, Manifest manifest, List<String> failures) throws IOException {
        record.predictions(
                failures.isEmpty()
                        ? publication.publish(manifest, options.overwrite())
                        : publication.reject(options.overwrite()));
        record.stage("publish");
    }

    private void print(
            Evaluation evaluation, RowCounts rows, Optional<Publication> publication, List<String> failures) {
        out.println();
        out.print(TextReport.of(evaluation));
        out.printf("%nRows: %s%n", rows);
        if (publication.isPresent()) {
            Path place = failures.isEmpty()
                    ? publication.get().published()
                    : publication.get().rejected();
            out.printf("%nPredictions: %s%s%n", place, failures.isEmpty() ? "" : " (rejected, not published)");
            if (failures.isEmpty() && rows.quarantined() > 0) {
                out.printf("Quarantined: %s%n", publication.get().quarantine());
            }
        }
    }

    private void write(ReportDirectory directory, Evaluation evaluation, ImageInput chosen, Dataset<Row> images)
            throws IOException {
        directory.write("metrics.json", JsonReport.of(evaluation));
        directory.write("per_class_metrics.csv", CsvReport.perClass(evaluation));
        if (evaluation.evaluated()) {
            directory.write("confusion_matrix.csv", CsvReport.confusionMatrix(evaluation));
        }
        directory.write(
                "report.html", HtmlReport.of(evaluation, chosen.height(images), chosen.width(images), record.facts()));
        record.stage("report");
        out.printf("%nReport: %s%n", options.report().get());
    }
}
