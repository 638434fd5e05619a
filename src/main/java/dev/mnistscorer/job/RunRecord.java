package dev.mnistscorer.job;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mnistscorer.weights.WeightsFile;
import java.time.Instant;
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
        Path published,
        String sparkVersion) {

    String json() {
        double seconds = (ended.toEpochMilli() - started.toEpochMilli()) / 1000.0;
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
        root.put("output", published == null ? null : published.toString());
        root.put("kernel", kernel);
        root.put("batchSize", options.batchSize());
        root.put("count", count);
        root.put("seconds", seconds);
        root.put("imagesPerSecond", Math.round(count / Math.max(seconds, 0.001)));
        root.putObject("versions")
                .put("mnistScorer", RunRecord.class.getPackage().getImplementationVersion())
                .put("spark", sparkVersion)
                .put("java", System.getProperty("java.version"));
        return root.toPrettyString() + "\n";
    }
}
