package dev.mnistscorer.run;

import dev.mnistscorer.error.Secrets;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.publish.RowCounts;
import dev.mnistscorer.publish.RunIdentity;
import dev.mnistscorer.weights.WeightsFile;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Facts of one run, collected as it proceeds. Metrics that any run on the same data gives are in {@code metrics.json}. */
final class RunRecord {
    private static final DateTimeFormatter RUN_ID =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    final ScoreOptions options;
    final String sparkVersion;
    final Instant started = Instant.now();
    final String runId;
    final Map<String, Double> secondsPerStage = new LinkedHashMap<>();

    Optional<ImageInput> input = Optional.empty();
    Optional<WeightsFile> weights = Optional.empty();
    Optional<WeightsFile> challenger = Optional.empty();
    Optional<RunIdentity> identity = Optional.empty();
    /** Kernels of the tasks; empty if none has ended well. */
    Optional<String> kernel = Optional.empty();

    int partitions;
    Optional<RowCounts> rows = Optional.empty();
    Optional<Evaluation> evaluation = Optional.empty();
    Optional<String> predictions = Optional.empty();
    /** Version of the table that holds the predictions. */
    Optional<String> tableVersion = Optional.empty();

    List<String> failedGates = List.of();
    /** Metrics kept with the published run, if there was nothing to do. */
    Optional<GateMetrics> publishedMetrics = Optional.empty();
    /** Messages about results that are unlikely to be meant, and about a slow kernel. */
    final List<String> warnings = new ArrayList<>();
    /** Reason why nothing was scored, if there was nothing to do. */
    Optional<String> skipped = Optional.empty();

    private Instant stageStarted = started;

    RunRecord(ScoreOptions options, String sparkVersion) {
        this.options = options;
        this.sparkVersion = sparkVersion;
        this.runId = options.output().runId().orElseGet(() -> newRunId(started));
    }

    private static String newRunId(Instant started) {
        return RUN_ID.format(started) + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** Ends the current stage and records its duration under {@code name}. */
    void endStage(String name) {
        Instant now = Instant.now();
        secondsPerStage.put(name, seconds(stageStarted, now));
        stageStarted = now;
    }

    /** Facts for readers of the page, in order. */
    List<Map.Entry<String, String>> facts() {
        Instant now = Instant.now();
        ImageInput images = input.orElseThrow();
        WeightsFile file = weights.orElseThrow();
        List<Map.Entry<String, String>> facts = new ArrayList<>();
        warnings.forEach(warning -> facts.add(Map.entry("Warning", Secrets.mask(warning.replace("Warning: ", "")))));
        facts.addAll(List.of(
                Map.entry("Run", runId),
                Map.entry("Started", started.toString()),
                Map.entry("Input", Secrets.mask(images.name() + " (" + images.uri() + ")")),
                Map.entry("Images", rows.orElseThrow().toString()),
                Map.entry("Weights", Secrets.mask(options.model().weights() + " (" + file.path() + ")")),
                Map.entry("Weights sha256", file.sha256()),
                Map.entry("Network", network(file)),
                Map.entry("Predictions", predictions.orElse("not written")),
                Map.entry(
                        "Seconds",
                        String.format(Locale.ROOT, "%.1f (%,d images/s)", seconds(started, now), imagesPerSecond(now))),
                Map.entry("Kernel", kernel.orElseThrow()),
                Map.entry(
                        "Versions",
                        "mnist-scorer " + version() + ", Spark " + sparkVersion + ", Java "
                                + System.getProperty("java.version"))));
        challenger.ifPresent(
                second -> facts.add(Map.entry("Challenger", Secrets.mask(second.path() + ": " + network(second)))));
        options.comparison().reference().ifPresent(uri -> facts.add(Map.entry("Reference", Secrets.mask(uri))));
        return facts;
    }

    private static String network(WeightsFile file) {
        return Stream.concat(Stream.of(file.network().toString()), file.assumptions().stream())
                .collect(Collectors.joining("; "));
    }

    static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    long imagesPerSecond(Instant ended) {
        return rows.map(counts -> Math.round(counts.scored() / Math.max(seconds(started, ended), 0.001)))
                .orElse(0L);
    }

    static String version() {
        String version = RunRecord.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
