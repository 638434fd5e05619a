package dev.mnistscorer.run;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.error.GateFailedException;
import dev.mnistscorer.evaluation.Evaluator;
import dev.mnistscorer.input.ImageInput;
import dev.mnistscorer.input.InputResolver;
import dev.mnistscorer.input.JobSession;
import dev.mnistscorer.input.NamedWeights;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.publish.Delivery;
import dev.mnistscorer.publish.NoDelivery;
import dev.mnistscorer.publish.PublishedRun;
import dev.mnistscorer.publish.RunIdentity;
import dev.mnistscorer.publish.StagedDelivery;
import dev.mnistscorer.scoring.Scorer;
import dev.mnistscorer.source.Datasets;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.table.ClassNames;
import dev.mnistscorer.table.Columns;
import dev.mnistscorer.table.InvalidRowPolicy;
import dev.mnistscorer.table.MetricsLevel;
import dev.mnistscorer.table.NetworkRole;
import dev.mnistscorer.weights.WeightsFile;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
        InputResolver inputs = new InputResolver(session, datasets);
        ImageInput input = options.input().isNamed()
                ? inputs.of(options.input())
                : inputs.byDefault(options.input(), this::explain);
        record.input = Optional.of(input);
        WeightsFile weights = NamedWeights.read(
                datasets, options.model().weights(), options.model().importing(), configuration);
        record.weights = Optional.of(weights);
        record.challenger = options.comparison()
                .challenger()
                .map(second -> ChallengerWeights.read(datasets, second, weights, configuration));
        Optional<Reference> reference =
                options.comparison().reference().map(uri -> Reference.read(uri, weights.network(), configuration));
        return new Resolved(configuration, weights, record.challenger, reference, input, input.list(configuration));
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
        Resolved left = options.output().delivery().incremental() ? withoutScored(resolved, delivery) : resolved;
        if (left.files().isEmpty()) {
            skip(String.format(
                    "Nothing new: all of %s was scored by runs in %s",
                    resolved.input().name(), options.output().output().orElseThrow()));
            return Optional.empty();
        }
        RunIdentity identity = RunSettings.identity(options, left);
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
                        new StagedDelivery(uri, record.runId, options.output().delivery(), session))
                .orElseGet(() -> new NoDelivery(Optional.empty()));
    }

    private static Resolved withoutScored(Resolved resolved, Delivery delivery) throws IOException {
        Set<InputFile> scored = delivery.scoredFiles();
        List<InputFile> left = resolved.files().stream()
                .filter(file -> !scored.contains(file.alone()))
                .toList();
        boolean some = !left.isEmpty() && left.size() < resolved.files().size();
        if (some && !resolved.input().readsSingleFiles()) {
            throw BadInputException.in(
                    resolved.input().uri(),
                    "--incremental must be given for input of which some files can be read without the others, but this"
                            + " table is read as a whole");
        }
        return resolved.withFiles(left);
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
        record.tableVersion = run.version();
        GateMetrics metrics = GateMetrics.parse(run.metrics().get());
        record.publishedMetrics = Optional.of(metrics);
        record.gates = QualityGate.results(options.gates(), metrics, configuration);
        List<String> failed = record.failedGates();
        if (!failed.isEmpty()) {
            out.printf("Predictions: %s (published before)%n", run.place());
            throw new GateFailedException(failed);
        }
        return true;
    }

    private ScoringPlan plan(Resolved resolved, RunIdentity identity, Delivery delivery) {
        DenseNetwork network = resolved.network();
        ClassNames names = options.input().classNames(resolved.input().name(), network.classes());
        OptionalInt classes = options.rows().policy() == InvalidRowPolicy.FAIL
                ? OptionalInt.of(network.classes())
                : OptionalInt.empty();
        Dataset<Row> images = resolved.input()
                .read(
                        session,
                        resolved.files(),
                        new ImageInput.Expected(classes, OptionalInt.of(network.inputs())),
                        options.input().partitions().orElse(0));
        resolved.input()
                .requirePixels(images, network.inputs(), resolved.weights().path());
        OpeningLines.of(options, resolved).forEach(out::println);
        new InputSummary(resolved.input(), resolved.files(), images)
                .lines(session)
                .forEach(out::println);
        Optional<DenseNetwork> challenger = resolved.challenger().map(WeightsFile::network);
        RunScores scores = RunScores.of(options.execution().metrics(), network, challenger, delivery.fields());
        Map<NetworkRole, DenseNetwork> networks = new EnumMap<>(Map.of(NetworkRole.BASE, network));
        challenger.ifPresent(second -> networks.put(NetworkRole.CHALLENGER, second));
        Scorer scorer = new Scorer(
                networks,
                options.execution().batchSize(),
                options.execution().kernel(),
                scores.fields(),
                resolved.input().format());
        List<String> slices = SliceColumns.of(
                options.execution().sliceBy(),
                images.schema(),
                scores.level(),
                resolved.input().uri());
        Dataset<Row> read = delivery.fields().isEmpty()
                ? images.drop(unread(images, scores.level(), slices))
                : new Stamp(record.runId, resolved.weights().sha256(), record.started)
                        .on(
                                images,
                                options.output().delivery(),
                                resolved.input().uri());
        return new ScoringPlan(
                resolved,
                identity,
                delivery,
                images,
                scorer,
                scorer.rows(read),
                new Evaluator(network.classes(), scores.level(), scores.pairs(), slices),
                names);
    }

    /** Columns that nobody shows: a place is shown with the metrics of all levels but accuracy. */
    private static String[] unread(Dataset<Row> images, MetricsLevel level, List<String> slices) {
        List<String> read = new ArrayList<>(slices);
        read.addAll(List.of(Columns.MALFORMED, Columns.LABEL, Columns.IMAGE));
        if (level != MetricsLevel.ACCURACY) {
            read.addAll(List.of(Columns.ORIGIN, Columns.INDEX));
        }
        return Arrays.stream(images.columns())
                .filter(name -> !read.contains(name))
                .toArray(String[]::new);
    }
}
