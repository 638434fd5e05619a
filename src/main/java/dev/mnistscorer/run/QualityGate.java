package dev.mnistscorer.run;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.file.FileSystems;
import dev.mnistscorer.report.GateResult;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Judges a run. A gate that cannot be judged, because a metric is not known or a baseline cannot be read, has failed. */
final class QualityGate {
    private static final MathContext SHOWN = new MathContext(6);

    /** P-value below which a power of ten is shown. */
    private static final double SMALL = 1e-4;

    private final Gates gates;
    private final Configuration configuration;
    private final List<GateResult> results = new ArrayList<>();

    private QualityGate(Gates gates, Configuration configuration) {
        this.gates = gates;
        this.configuration = configuration;
    }

    /** The gates as the metrics pass or fail them, in order. */
    static List<GateResult> results(Gates gates, GateMetrics metrics, Configuration configuration) {
        QualityGate gate = new QualityGate(gates, configuration);
        gate.judge(metrics);
        return List.copyOf(gate.results);
    }

    /** The gates that the metrics fail, a sentence each; empty if they pass all. */
    static List<String> failures(List<GateResult> results) {
        return results.stream()
                .filter(result -> !result.passed())
                .map(GateResult::failure)
                .toList();
    }

    private void judge(GateMetrics metrics) {
        gates.minAccuracy().ifPresent(least -> atLeast("accuracy", metrics.accuracy(), least));
        gates.minRecall().ifPresent(least -> {
            if (metrics.recalls().isEmpty()) {
                atLeast("recall", Double.NaN, least);
            }
            metrics.recalls().forEach((label, recall) -> atLeast("recall of class " + label, recall, least));
        });
        gates.maxLogLoss().ifPresent(most -> atMost("log-loss", metrics.logLoss(), most));
        gates.maxDrop().ifPresent(drop -> judgeDrop(metrics.accuracy(), drop));
        gates.challenger().ifPresent(gate -> judgeChallenger(metrics.accuracyDifference(), metrics.mcnemarP(), gate));
        gates.maxDrift().ifPresent(most -> atMost("PSI of predictions and confidence", metrics.drift(), most));
        gates.minExpectedAccuracy().ifPresent(least -> atLeast("expected accuracy", metrics.expectedAccuracy(), least));
    }

    private void atLeast(String metric, double value, double least) {
        add(metric, "at least " + shown(least), value, value >= least);
    }

    private void add(String metric, String wanted, double value, boolean passed) {
        results.add(new GateResult(
                metric, wanted, found(value), passed, metric + " must be " + wanted + " but " + was(value)));
    }

    private void atMost(String metric, double value, double most) {
        add(metric, "at most " + shown(most), value, value <= most);
    }

    private void judgeChallenger(double difference, double p, ChallengerGate gate) {
        String wanted = gate.requirement().words() + " at significance " + shown(gate.significance());
        String withP =
                Double.isNaN(difference) ? "" : ", p " + (p < SMALL ? String.format(Locale.ROOT, "%.1e", p) : shown(p));
        results.add(new GateResult(
                "challenger",
                wanted,
                found(difference) + withP,
                gate.isMet(difference, p),
                "the challenger must " + wanted + " but its difference of accuracy " + was(difference) + withP));
    }

    private void judgeDrop(double accuracy, double drop) {
        String uri = gates.baseline().orElseThrow();
        try {
            double before = baselineAccuracy(uri);
            String wanted = "at most " + shown(drop) + " below " + shown(before) + ", that of " + uri;
            results.add(new GateResult(
                    "accuracy",
                    wanted,
                    found(accuracy),
                    accuracy >= before - drop,
                    "accuracy must be " + wanted + ", but " + was(accuracy)));
        } catch (IOException | IllegalArgumentException e) {
            String reason = "baseline " + uri + " cannot be read: " + BadInputException.reason(e);
            results.add(new GateResult(
                    "accuracy", "at most " + shown(drop) + " below that of " + uri, "no baseline", false, reason));
        }
    }

    private double baselineAccuracy(String uri) throws IOException {
        Path path = new Path(uri);
        try (InputStream in = FileSystems.of(path, configuration).open(path)) {
            double accuracy = GateMetrics.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .accuracy();
            if (Double.isNaN(accuracy)) {
                throw new IllegalArgumentException("it has no accuracy");
            }
            return accuracy;
        }
    }

    private static String found(double value) {
        return Double.isNaN(value) ? "not known" : shown(value);
    }

    private static String was(double value) {
        return Double.isNaN(value) ? "is not known" : "was " + shown(value);
    }

    private static String shown(double value) {
        return BigDecimal.valueOf(value).round(SHOWN).stripTrailingZeros().toPlainString();
    }
}
