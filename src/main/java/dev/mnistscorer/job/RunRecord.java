package dev.mnistscorer.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.error.ExitStatus;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.ProbabilityMetrics;
import dev.mnistscorer.weights.WeightsFile;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.hadoop.fs.Path;

/**
 * What is particular to one run, filled in as it goes on: for {@code run.json} and the history. Figures that any run on the
 * same data gives are in {@code metrics.json}.
 */
final class RunRecord {
    private static final JsonMapper JSON = new JsonMapper();

    private final String runId;
    private final Instant started;
    private final ScoreOptions options;
    private final ImageInput input;
    private final String sparkVersion;
    private final String kernel;
    private final Map<String, Double> stages = new LinkedHashMap<>();

    private Instant stageStarted;
    private String inputSha256;
    private WeightsFile weights;
    private int partitions;
    private RowCounts rows;
    private Evaluation evaluation;
    private Path predictions;
    private List<String> failedGates = List.of();

    RunRecord(String runId, Instant started, ScoreOptions options, ImageInput input, String sparkVersion) {
        this.runId = runId;
        this.started = started;
        this.stageStarted = started;
        this.options = options;
        this.input = input;
        this.sparkVersion = sparkVersion;
        this.kernel = options.kernel().create().name();
    }

    void weights(WeightsFile read) {
        weights = read;
    }

    void inputSha256(String sha256) {
        inputSha256 = sha256;
    }

    void partitions(int count) {
        partitions = count;
    }

    void rows(RowCounts counted) {
        rows = counted;
    }

    void evaluation(Evaluation evaluated, List<String> failures) {
        evaluation = evaluated;
        failedGates = failures;
    }

    void predictions(Path place) {
        predictions = place;
    }

    /** Says that the stage that now ends had this name. */
    void stage(String name) {
        Instant now = Instant.now();
        stages.put(name, seconds(stageStarted, now));
        stageStarted = now;
    }

    /** What a reader of the page wants to know, in order. */
    List<Map.Entry<String, String>> facts() {
        Instant now = Instant.now();
        return List.of(
                Map.entry("Run", runId),
                Map.entry("Started", started.toString()),
                Map.entry("Input", Secrets.mask(input.name() + " (" + input.uri() + ")")),
                Map.entry("Images", rows.toString()),
                Map.entry("Weights", Secrets.mask(options.weights() + " (" + weights.path() + ")")),
                Map.entry("Weights sha256", weights.sha256()),
                Map.entry("Network", weights.network().toString()),
                Map.entry(
                        "Predictions",
                        Optional.ofNullable(predictions).map(Path::toString).orElse("not written")),
                Map.entry(
                        "Seconds",
                        String.format(Locale.ROOT, "%.1f (%,d images/s)", seconds(started, now), imagesPerSecond(now))),
                Map.entry("Kernel", kernel),
                Map.entry(
                        "Versions",
                        "mnist-scorer " + version() + ", Spark " + sparkVersion + ", Java "
                                + System.getProperty("java.version")));
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    private long imagesPerSecond(Instant ended) {
        return rows == null ? 0 : Math.round(rows.scored() / Math.max(seconds(started, ended), 0.001));
    }

    private static String version() {
        String version = RunRecord.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    /** How a run ended. */
    private record Outcome(String status, int exitStatus, String reason) {
        static Outcome of(Throwable thrown) {
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                if (cause instanceof GateFailedException) {
                    return new Outcome("gate failed", ExitStatus.GATE_FAILED, cause.getMessage());
                }
                if (cause instanceof BadInputException) {
                    return new Outcome("failed", ExitStatus.BAD_INPUT, cause.getMessage());
                }
            }
            return thrown == null
                    ? new Outcome("done", ExitStatus.DONE, null)
                    : new Outcome("failed", ExitStatus.FAULT, BadInputException.reason(thrown));
        }
    }

    /**
     * The text of {@code run.json}.
     *
     * @param thrown what ended the run; null: all was done
     */
    String json(Throwable thrown) {
        ObjectNode root = ended(thrown, Instant.now());
        ObjectNode arguments = root.putObject("arguments");
        addArguments(options, arguments);
        failedGates.forEach(root.putArray("failedGates")::add);
        ObjectNode seconds = root.putObject("secondsPerStage");
        stages.forEach(seconds::put);
        return root.toPrettyString() + "\n";
    }

    /** The run as a line of the history. */
    String line(Throwable thrown) {
        ObjectNode root = ended(thrown, Instant.now());
        boolean evaluated = evaluation != null && evaluation.evaluated();
        root.put("accuracy", evaluated ? evaluation.accuracy() : null);
        root.put(
                "logLoss",
                evaluated
                        ? evaluation
                                .probabilities()
                                .map(ProbabilityMetrics::logLoss)
                                .orElse(null)
                        : null);
        return root + "\n";
    }

    private ObjectNode ended(Throwable thrown, Instant ended) {
        Outcome outcome = Outcome.of(thrown);
        ObjectNode root = JSON.createObjectNode();
        root.put("runId", runId);
        root.put("status", outcome.status).put("exitStatus", outcome.exitStatus);
        root.put("reason", outcome.reason == null ? null : Secrets.mask(outcome.reason));
        root.put("started", started.toString()).put("ended", ended.toString());
        root.putObject("input")
                .put("name", Secrets.mask(input.name()))
                .put("uri", Secrets.mask(input.uri()))
                .put("sha256", inputSha256);
        ObjectNode network = root.putObject("weights").put("name", Secrets.mask(options.weights()));
        if (weights != null) {
            network.put("uri", Secrets.mask(weights.path()))
                    .put("format", weights.format())
                    .put("sha256", weights.sha256())
                    .put("network", weights.network().toString());
        }
        root.put("output", predictions == null ? null : predictions.toString());
        root.put("kernel", kernel);
        root.put("batchSize", options.batchSize());
        root.put("partitions", partitions);
        root.put("count", rows == null ? 0 : rows.scored());
        if (rows != null) {
            rows.describe(root.putObject("rows"));
        }
        root.put("seconds", seconds(started, ended));
        root.put("imagesPerSecond", imagesPerSecond(ended));
        root.putObject("versions")
                .put("mnistScorer", version())
                .put("spark", sparkVersion)
                .put("java", System.getProperty("java.version"));
        return root;
    }

    /** All components of the options by their names, those of records in it too: none can be forgotten. */
    private static void addArguments(Record values, ObjectNode to) {
        try {
            for (RecordComponent component : values.getClass().getRecordComponents()) {
                Object value = unwrapped(component.getAccessor().invoke(values));
                if (value instanceof Record nested && !(nested instanceof BadRowLimit)) {
                    addArguments(nested, to);
                } else {
                    to.set(component.getName(), node(value));
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode node(Object value) {
        return value instanceof String || value instanceof Enum || value instanceof BadRowLimit
                ? JSON.valueToTree(Secrets.mask(value.toString()))
                : JSON.valueToTree(value instanceof Record ? value.toString() : value);
    }

    private static Object unwrapped(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.orElse(null);
        }
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? optional.getAsInt() : null;
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? optional.getAsDouble() : null;
        }
        return value;
    }
}
