package dev.mnistscorer.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mnistscorer.error.ExitStatus;
import dev.mnistscorer.error.Secrets;
import dev.mnistscorer.input.ImageInput;
import dev.mnistscorer.input.ModelOptions;
import dev.mnistscorer.publish.RunIdentity;
import dev.mnistscorer.report.JsonReport;
import dev.mnistscorer.weights.WeightsFile;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** The texts of {@code run.json} and of a line of the history. */
final class RunJson {
    /** Status of a run in which all was done. */
    static final String DONE = "done";

    /** Status of a run that a signal ended. */
    static final String INTERRUPTED = "interrupted";

    private static final JsonMapper JSON = new JsonMapper();
    private static final String IDENTITY = "identity";
    private static final String EXIT_STATUS = "exitStatus";
    private static final String RUN_ID = "runId";

    private RunJson() {}

    /**
     * End of a run, in the words of its records.
     *
     * @param status {@code done}, {@code skipped}, {@code failed}, {@code gate failed} or {@code interrupted}
     * @param exitStatus exit status of the process; null if a signal ended it
     * @param reason message in one line; null if all was done
     */
    record End(String status, Integer exitStatus, String reason) {}

    /** Tells whether a run ended as its gates decided. */
    static boolean isJudged(End end) {
        return end.exitStatus() != null
                && (end.exitStatus() == ExitStatus.DONE.code() || end.exitStatus() == ExitStatus.GATE_FAILED.code());
    }

    /** The text of {@code run.json}. */
    static String document(RunRecord record, End end) {
        return tree(record, end).toPrettyString() + "\n";
    }

    /** Everything that is known of a run, in one document: {@code run}, and {@code metrics} if it has come to them. */
    static String whole(RunRecord record, End end) {
        ObjectNode root = JSON.createObjectNode();
        root.set("run", tree(record, end));
        root.set("metrics", record.evaluation.map(JsonReport::tree).orElse(null));
        return root.toPrettyString() + "\n";
    }

    private static ObjectNode tree(RunRecord record, End end) {
        ObjectNode root = ended(record, end);
        ObjectNode arguments = root.putObject("arguments");
        record.options.arguments().forEach((name, value) -> arguments.set(name, JSON.valueToTree(argument(value))));
        record.failedGates().forEach(root.putArray("failedGates")::add);
        record.warnings.forEach(root.putArray("warnings")::add);
        ObjectNode seconds = root.putObject("secondsPerStage");
        record.secondsPerStage.forEach(seconds::put);
        return root;
    }

    private static Object argument(Object value) {
        return value == null || value instanceof Number || value instanceof Boolean
                ? value
                : Secrets.mask(value.toString());
    }

    /** The text of a line of the history. */
    static String line(RunRecord record, End end) {
        ObjectNode root = ended(record, end);
        Optional<GateMetrics> metrics = record.evaluation.map(GateMetrics::of).or(() -> record.publishedMetrics);
        root.put(
                "accuracy",
                metrics.map(GateMetrics::accuracy).filter(Double::isFinite).orElse(null));
        root.put(
                "logLoss",
                metrics.map(GateMetrics::logLoss).filter(Double::isFinite).orElse(null));
        return root + "\n";
    }

    private static ObjectNode ended(RunRecord record, End end) {
        Instant now = Instant.now();
        ObjectNode root = JSON.createObjectNode();
        root.put(RUN_ID, record.runId);
        root.put("status", end.status()).put(EXIT_STATUS, end.exitStatus());
        root.put("reason", end.reason() == null ? null : Secrets.mask(end.reason()));
        root.put("started", record.started.toString()).put("ended", now.toString());
        root.put(IDENTITY, record.identity.map(RunIdentity::sha256).orElse(null));
        Optional<String> asked = record.options.input().input();
        root.putObject("input")
                .put(
                        "name",
                        record.input
                                .map(ImageInput::name)
                                .or(() -> asked)
                                .map(Secrets::mask)
                                .orElse(null))
                .put("uri", record.input.map(ImageInput::uri).map(Secrets::mask).orElse(null))
                .put("sha256", record.identity.map(RunIdentity::input).orElse(null));
        put(root.putObject("weights"), record.options.model(), record.weights);
        ComparisonOptions comparison = record.options.comparison();
        comparison.challenger().ifPresent(named -> put(root.putObject("challenger"), named, record.challenger));
        comparison.reference().ifPresent(uri -> root.put("reference", Secrets.mask(uri)));
        root.put("output", record.predictions.orElse(null));
        record.options.output().delivery().table().ifPresent(table -> root.putObject("table")
                .put("name", table.name())
                .put("version", record.tableVersion.orElse(null)));
        root.put("kernel", record.kernel.orElse(null));
        root.put("batchSize", record.options.execution().batchSize());
        root.put("partitions", record.partitions);
        root.put("count", record.rows.map(rows -> rows.scored()).orElse(0L));
        record.evaluation.ifPresent(
                evaluation -> root.put("labelled", evaluation.confusion().total()));
        record.rows.ifPresent(rows -> rows.toJson(root.putObject("rows")));
        root.put("seconds", RunRecord.seconds(record.started, now));
        root.put("imagesPerSecond", record.imagesPerSecond(now));
        root.putObject("versions")
                .put("mnistScorer", RunRecord.version())
                .put("spark", record.sparkVersion)
                .put("java", System.getProperty("java.version"));
        return root;
    }

    private static void put(ObjectNode node, ModelOptions named, Optional<WeightsFile> read) {
        node.put("name", Secrets.mask(named.weights()));
        read.ifPresent(file -> {
            node.put("uri", Secrets.mask(file.path()))
                    .put("format", file.format())
                    .put("sha256", file.sha256())
                    .put("network", file.network().toString());
            file.assumptions().forEach(node.putArray("assumptions")::add);
        });
    }

    /** Tells whether the text of a {@code run.json} is that of a run with this ID and identity in which all was done. */
    static boolean isDone(byte[] text, String runId, RunIdentity identity) {
        try {
            JsonNode root = JSON.readTree(text);
            return root != null
                    && root.path(RUN_ID).asText().equals(runId)
                    && root.path(IDENTITY).asText().equals(identity.sha256())
                    && root.path(EXIT_STATUS).asInt(ExitStatus.FAULT.code()) == ExitStatus.DONE.code();
        } catch (IOException e) {
            // A damaged record is that of no run.
            return false;
        }
    }
}
