package dev.mnistscorer.job;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mnistscorer.weights.WeightsFile;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * What is particular to one run, for {@code run.json}; figures that any run on the same data gives are in {@code
 * metrics.json}.
 */
record RunRecord(
        String runId,
        Instant started,
        Instant ended,
        ScoreOptions options,
        ImageInput input,
        WeightsFile weights,
        String kernel,
        long count,
        Optional<Path> predictions,
        List<String> failedGates,
        String sparkVersion) {

    /** What a reader of the page wants to know, in order. */
    List<Map.Entry<String, String>> facts() {
        return List.of(
                Map.entry("Run", runId),
                Map.entry("Started", started.toString()),
                Map.entry("Input", input.name() + " (" + input.uri() + ")"),
                Map.entry("Images", String.format(Locale.ROOT, "%,d", count)),
                Map.entry("Weights", options.weights() + " (" + weights.path() + ")"),
                Map.entry("Weights sha256", weights.sha256()),
                Map.entry("Network", weights.network().toString()),
                Map.entry("Predictions", predictions.map(Path::toString).orElse("not written")),
                Map.entry("Seconds", String.format(Locale.ROOT, "%.1f (%,d images/s)", seconds(), imagesPerSecond())),
                Map.entry("Kernel", kernel),
                Map.entry(
                        "Versions",
                        "mnist-scorer " + version() + ", Spark " + sparkVersion + ", Java "
                                + System.getProperty("java.version")));
    }

    private double seconds() {
        return (ended.toEpochMilli() - started.toEpochMilli()) / 1000.0;
    }

    private long imagesPerSecond() {
        return Math.round(count / Math.max(seconds(), 0.001));
    }

    private static String version() {
        String version = RunRecord.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    String json() {
        JsonMapper mapper = new JsonMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("runId", runId);
        root.put("started", started.toString());
        root.put("ended", ended.toString());
        root.putObject("input").put("name", input.name()).put("uri", input.uri());
        root.putObject("weights")
                .put("name", options.weights())
                .put("uri", weights.path())
                .put("format", weights.format())
                .put("sha256", weights.sha256())
                .put("network", weights.network().toString());
        root.put("status", failedGates.isEmpty() ? "done" : "gate failed");
        failedGates.forEach(root.putArray("failedGates")::add);
        root.put("output", predictions.map(Path::toString).orElse(null));
        root.put("kernel", kernel);
        root.put("batchSize", options.batchSize());
        root.put("count", count);
        root.put("seconds", seconds());
        root.put("imagesPerSecond", imagesPerSecond());
        root.putObject("versions")
                .put("mnistScorer", version())
                .put("spark", sparkVersion)
                .put("java", System.getProperty("java.version"));
        return root.toPrettyString() + "\n";
    }
}
