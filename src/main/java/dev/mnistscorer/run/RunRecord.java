package dev.mnistscorer.run;

import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.input.ImageInput;
import dev.mnistscorer.publish.RowCounts;
import dev.mnistscorer.publish.RunIdentity;
import dev.mnistscorer.report.GateResult;
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

    /** The gates that were judged. */
    List<GateResult> gates = List.of();

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

    /** The gates that failed, a sentence each. */
    List<String> failedGates() {
        return QualityGate.failures(gates);
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
