package dev.mnistscorer.run;

import dev.mnistscorer.publish.RowCounts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The text of {@code metrics.prom}: the outcome of a run for Prometheus and its kind, in the format of OpenMetrics 1.0. */
final class RunMetrics {
    private static final String PREFIX = "mnist_scorer_";
    private static final List<String> STATUSES = List.of(RunJson.DONE, "failed", "gate failed", RunJson.INTERRUPTED);
    private static final double MILLIS = 1000.0;

    private final StringBuilder text = new StringBuilder();

    private RunMetrics() {}

    /** The text for a run that has ended. */
    static String text(RunRecord record, RunJson.End end) {
        RunMetrics metrics = new RunMetrics();
        Instant now = Instant.now();
        metrics.describe(record);
        metrics.family("run_status", "stateset", "", "How the run ended.");
        STATUSES.forEach(status -> metrics.sample(
                "run_status", labels(PREFIX + "run_status", status), status.equals(end.status()) ? 1 : 0));
        metrics.gauge(
                "run_end_timestamp_seconds",
                "seconds",
                "When the run ended, in Unix time.",
                now.toEpochMilli() / MILLIS);
        metrics.gauge(
                "run_duration_seconds", "seconds", "Time that the run took.", RunRecord.seconds(record.started, now));
        metrics.family("run_stage_duration_seconds", "gauge", "seconds", "Time that a stage of the run took.");
        record.secondsPerStage.forEach(
                (stage, seconds) -> metrics.sample("run_stage_duration_seconds", labels("stage", stage), seconds));
        record.rows.ifPresent(metrics::rows);
        record.evaluation.map(GateMetrics::of).ifPresent(metrics::judged);
        metrics.gauge(
                "failed_gates",
                "",
                "Quality gates that the run failed.",
                record.failedGates().size());
        metrics.gauge("warnings", "", "Warnings of the run.", record.warnings.size());
        return metrics.text + "# EOF\n";
    }

    private void describe(RunRecord record) {
        family("run", "info", "", "The run and its versions.");
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("run_id", record.runId);
        labels.put("version", RunRecord.version());
        labels.put("spark_version", record.sparkVersion);
        record.weights.ifPresent(weights -> labels.put("weights_sha256", weights.sha256()));
        sample("run_info", labels, 1);
    }

    private void judged(GateMetrics judged) {
        known("accuracy_ratio", "ratio", "Fraction of correct predictions.", judged.accuracy());
        known(
                "challenger_accuracy_difference_ratio",
                "ratio",
                "Accuracy of the challenger less that of the network.",
                judged.accuracyDifference());
        known("drift_psi", "", "Larger of the PSIs of predictions and of confidence.", judged.drift());
        known(
                "expected_accuracy_ratio",
                "ratio",
                "Accuracy that is expected without labels.",
                judged.expectedAccuracy());
    }

    private void known(String name, String unit, String help, double value) {
        if (Double.isFinite(value)) {
            gauge(name, unit, help, value);
        }
    }

    private void rows(RowCounts counts) {
        family("rows", "gauge", "", "Rows of the input by what became of them.");
        sample("rows", labels("outcome", "scored"), counts.scored());
        sample("rows", labels("outcome", "dropped"), counts.dropped());
        sample("rows", labels("outcome", "quarantined"), counts.quarantined());
    }

    private void gauge(String name, String unit, String help, double value) {
        family(name, "gauge", unit, help);
        sample(name, Map.of(), value);
    }

    private void family(String name, String type, String unit, String help) {
        line("# TYPE " + PREFIX + name + " " + type);
        if (!unit.isEmpty()) {
            line("# UNIT " + PREFIX + name + " " + unit);
        }
        line("# HELP " + PREFIX + name + " " + help);
    }

    private void sample(String name, Map<String, String> labels, double value) {
        String set = labels.entrySet().stream()
                .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
                .collect(Collectors.joining(",", "{", "}"));
        String number = value == Math.rint(value) && Math.abs(value) < Long.MAX_VALUE
                ? Long.toString((long) value)
                : Double.toString(value);
        line(PREFIX + name + (labels.isEmpty() ? "" : set) + " " + number);
    }

    private static Map<String, String> labels(String name, String value) {
        return Map.of(name, value);
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
