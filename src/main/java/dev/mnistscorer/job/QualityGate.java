package dev.mnistscorer.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.evaluation.ClassStatistics;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.ProbabilityMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Judges a run. What cannot be judged, because a figure is missing or a baseline cannot be read, has failed. */
final class QualityGate {
    private static final MathContext SHOWN = new MathContext(6);

    private final Gates gates;
    private final Configuration configuration;
    private final List<String> failures = new ArrayList<>();

    private QualityGate(Gates gates, Configuration configuration) {
        this.gates = gates;
        this.configuration = configuration;
    }

    /** What the run fails, a sentence each; empty if it passes. */
    static List<String> failures(Gates gates, Evaluation evaluation, Configuration configuration) {
        QualityGate gate = new QualityGate(gates, configuration);
        gate.judge(evaluation);
        return List.copyOf(gate.failures);
    }

    private void judge(Evaluation evaluation) {
        gates.minAccuracy().ifPresent(least -> atLeast("accuracy", evaluation.accuracy(), least));
        gates.minRecall().ifPresent(least -> {
            if (!evaluation.evaluated()) {
                atLeast("recall", Double.NaN, least);
            }
            for (ClassStatistics each : evaluation.classes()) {
                if (each.support() > 0) {
                    atLeast("recall of class " + each.label(), each.recall(), least);
                }
            }
        });
        gates.maxLogLoss().ifPresent(most -> {
            double loss =
                    evaluation.probabilities().map(ProbabilityMetrics::logLoss).orElse(Double.NaN);
            if (!(loss <= most)) {
                failures.add("log-loss must be at most " + shown(most) + " but " + was(loss));
            }
        });
        gates.maxDrop().ifPresent(drop -> judgeDrop(evaluation.accuracy(), drop));
    }

    private void atLeast(String figure, double value, double least) {
        if (!(value >= least)) {
            failures.add(figure + " must be at least " + shown(least) + " but " + was(value));
        }
    }

    private void judgeDrop(double accuracy, double drop) {
        String uri = gates.baseline().orElseThrow();
        try {
            double before = baselineAccuracy(uri);
            if (!(accuracy >= before - drop)) {
                failures.add("accuracy must be at most " + shown(drop) + " below " + shown(before) + ", that of " + uri
                        + ", but " + was(accuracy));
            }
        } catch (IOException | IllegalArgumentException e) {
            failures.add("baseline " + uri + " cannot be read: " + BadInputException.reason(e));
        }
    }

    private double baselineAccuracy(String uri) throws IOException {
        Path path = new Path(uri);
        try (InputStream in = path.getFileSystem(configuration).open(path)) {
            JsonNode accuracy = new JsonMapper().readTree(in).path("accuracy");
            if (!accuracy.isNumber()) {
                throw new IllegalArgumentException("it has no accuracy");
            }
            return accuracy.asDouble();
        }
    }

    private static String was(double value) {
        return Double.isNaN(value) ? "is not known" : "was " + shown(value);
    }

    private static String shown(double value) {
        return BigDecimal.valueOf(value).round(SHOWN).stripTrailingZeros().toPlainString();
    }
}
