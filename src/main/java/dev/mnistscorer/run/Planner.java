package dev.mnistscorer.run;

import dev.mnistscorer.error.GateFailedException;
import dev.mnistscorer.evaluation.Evaluator;
import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.publish.Delivery;
import dev.mnistscorer.publish.FileDelivery;
import dev.mnistscorer.publish.NoDelivery;
import dev.mnistscorer.publish.PublishedRun;
import dev.mnistscorer.publish.RunIdentity;
import dev.mnistscorer.scoring.Scorer;
import dev.mnistscorer.source.Datasets;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.table.Columns;
import dev.mnistscorer.table.InvalidRowPolicy;
import dev.mnistscorer.table.MetricsLevel;
import dev.mnistscorer.table.ScoreColumn;
import dev.mnistscorer.weights.WeightsFile;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The steps of a scoring run before its first task: resolve and plan. */
final class Planner {
    private final ScoreOptions options;
    private final SparkSession session;
    private final RunRecord record;
    private final ReportFiles report;
    private final PrintStream out;
    private final PrintStream err;

    Planner(
            ScoreOptions options,
            SparkSession session,
            RunRecord record,
            ReportFiles report,
            PrintStream out,
            PrintStream err) {
        this.options = options;
        this.session = session;
        this.record = record;
        this.report = report;
        this.out = out;
        this.err = err;
    }

    /** Finds and reads everything that the arguments name. Files are listed here and nowhere else. */
    Resolved resolve(Configuration configuration) {
        // Refuses a kernel that this JVM does not have, before the work.
        options.execution().kernel().create();
        Datasets datasets = Datasets.ofEnvironment(JobSession.isLocal(), err);
        Optional<String> labels = options.input().labels();
        ImageInput input = options.input()
                .input()
                .map(name -> ImageInput.named(datasets, name, labels))
                .orElseGet(() -> ImageInput.byDefault(datasets, labels, this::explain));
        record.input = Optional.of(input);
        WeightsFile weights = NamedWeights.read(
                datasets, options.model().weights(), options.model().importing(), configuration);
        record.weights = Optional.of(weights);
        return new Resolved(configuration, weights, input, input.list(configuration));
    }

    private void explain(String whyNotMnist) {
        out.println("Scoring the built-in sample instead of MNIST. " + whyNotMnist);
    }

    /**
     * Plans what is left to do.
     *
     * @return empty if nothing is
     */
    Optional<ScoringPlan> plan(Resolved resolved) throws IOException {
        Delivery delivery = delivery();
        Resolved left = options.output().incremental() ? withoutScored(resolved, delivery) : resolved;
        if (left.files().isEmpty()) {
            skip(String.format(
                    "Nothing new: all of %s was scored by runs in %s",
                    resolved.input().name(), options.output().output().orElseThrow()));
            return Optional.empty();
        }
        RunIdentity identity = identity(left);
        record.identity = Optional.of(identity);
        Optional<PublishedRun> published = delivery.published(identity);
        if (published.isPresent()) {
            if (isComplete(published.get(), identity, left.configuration())) {
                skip("Nothing to do: " + published.get().place()
                        + " is published already, of the same input and weights");
                return Optional.empty();
            }
            delivery = new NoDelivery(published);
        }
        return Optional.of(plan(left, identity, delivery));
    }

    private void skip(String reason) {
        record.skipped = Optional.of(reason);
        out.println(reason);
    }

    private Delivery delivery() {
        return options.output()
                .output()
                .<Delivery>map(uri ->
                        new FileDelivery(uri, record.runId, options.output().delivery(), session))
                .orElseGet(() -> new NoDelivery(Optional.empty()));
    }

    private static Resolved withoutScored(Resolved resolved, Delivery delivery) throws IOException {
        Set<InputFile> scored = delivery.scoredFiles();
        List<InputFile> left = resolved.files().stream()
                .filter(file -> !scored.contains(file.alone()))
                .toList();
        return new Resolved(resolved.configuration(), resolved.weights(), resolved.input(), left);
    }

    private RunIdentity identity(Resolved resolved) {
        WeightsFile weights = resolved.weights();
        return RunIdentity.of(
                resolved.files(),
                weights.sha256(),
                weights.network().sha256(),
                List.of(
                        options.output().delivery().format().toString().toLowerCase(Locale.ROOT),
                        options.output().delivery().probabilities() ? "probabilities" : "confidence",
                        options.rows().policy().toString().toLowerCase(Locale.ROOT),
                        weights.network().toString()));
    }

    /**
     * Tells whether a published run has all that this one is to leave. Its gates may be others than those of the run that
     * was published: they are judged by the metrics that are kept with it.
     *
     * @throws GateFailedException if it fails one
     */
    private boolean isComplete(PublishedRun run, RunIdentity identity, Configuration configuration) throws IOException {
        if (!report.isComplete(record.runId, identity) || run.metrics().isEmpty()) {
            return false;
        }
        record.predictions = Optional.of(run.place());
        GateMetrics metrics = GateMetrics.parse(run.metrics().get());
        record.publishedMetrics = Optional.of(metrics);
        record.failedGates = QualityGate.failures(options.gates(), metrics, configuration);
        if (!record.failedGates.isEmpty()) {
            out.printf("Predictions: %s (published before)%n", run.place());
            throw new GateFailedException(record.failedGates);
        }
        return true;
    }

    private ScoringPlan plan(Resolved resolved, RunIdentity identity, Delivery delivery) {
        DenseNetwork network = resolved.network();
        OptionalInt classes = options.rows().policy() == InvalidRowPolicy.FAIL
                ? OptionalInt.of(network.classes())
                : OptionalInt.empty();
        Dataset<Row> images = resolved.input()
                .read(
                        session,
                        resolved.files(),
                        classes,
                        options.input().partitions().orElse(0));
        resolved.input()
                .requirePixels(images, network.inputs(), resolved.weights().path());
        List<String> facts = new ArrayList<>(List.of(network.toString()));
        facts.addAll(resolved.weights().assumptions());
        if (!resolved.weights().ignored().isEmpty()) {
            facts.add("not used: " + String.join(", ", resolved.weights().ignored()));
        }
        out.printf(
                Locale.ROOT,
                "Scoring %s with %s: %s%n",
                resolved.input().name(),
                options.model().weights(),
                String.join("; ", facts));
        new InputSummary(resolved.input(), resolved.files(), images)
                .lines(session)
                .forEach(out::println);
        // Scores of a last layer without softmax are no probabilities.
        MetricsLevel level = network.output().activation() == Activation.SOFTMAX
                ? options.execution().metrics()
                : MetricsLevel.ACCURACY;
        Set<ScoreColumn> columns = ScoreColumn.union(level.columns(), delivery.columns());
        Scorer scorer = new Scorer(
                network, options.execution().batchSize(), options.execution().kernel(), columns);
        // The place of an image is read only by those who show or deliver it.
        boolean placed = columns.size() > 1;
        Dataset<Row> read = placed ? images : images.drop(Columns.ORIGIN, Columns.INDEX);
        return new ScoringPlan(
                resolved,
                identity,
                delivery,
                images,
                scorer,
                scorer.rows(read),
                new Evaluator(network.classes(), level));
    }
}
