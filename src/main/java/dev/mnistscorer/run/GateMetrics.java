package dev.mnistscorer.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mnistscorer.evaluation.ClassStatistics;
import dev.mnistscorer.evaluation.Drift;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.ProbabilityMetrics;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Metrics that quality gates look at; NaN where one is not known.
 *
 * @param accuracy fraction of correct predictions
 * @param recalls recall by class, of the classes that have images
 * @param logLoss log-loss
 * @param accuracyDifference accuracy of the challenger less that of the base
 * @param mcnemarP p-value of this difference
 * @param drift the larger of the population stability indices of predictions and of confidence
 * @param expectedAccuracy accuracy that is expected without labels
 */
record GateMetrics(
        double accuracy,
        SortedMap<Integer, Double> recalls,
        double logLoss,
        double accuracyDifference,
        double mcnemarP,
        double drift,
        double expectedAccuracy) {

    /** Metrics of a run. */
    static GateMetrics of(Evaluation evaluation) {
        SortedMap<Integer, Double> recalls = new TreeMap<>();
        for (ClassStatistics each : evaluation.classes()) {
            if (each.support() > 0) {
                recalls.put(each.label(), each.recall());
            }
        }
        return new GateMetrics(
                evaluation.accuracy(),
                recalls,
                evaluation.probabilities().map(ProbabilityMetrics::logLoss).orElse(Double.NaN),
                evaluation.comparison().map(each -> each.counts().difference()).orElse(Double.NaN),
                evaluation.comparison().map(each -> each.test().p()).orElse(Double.NaN),
                evaluation.drift().map(Drift::largestPsi).orElse(Double.NaN),
                evaluation.drift().map(each -> each.expectedAccuracy().value()).orElse(Double.NaN));
    }

    /**
     * Metrics of the text of a {@code metrics.json}.
     *
     * @throws IOException if it is not JSON
     */
    static GateMetrics parse(String json) throws IOException {
        JsonNode root = new JsonMapper().readTree(json);
        SortedMap<Integer, Double> recalls = new TreeMap<>();
        root.path("classes").forEach(each -> {
            if (each.path("support").asLong() > 0) {
                recalls.put(each.path("label").asInt(), number(each.path("recall")));
            }
        });
        JsonNode comparison = root.path("comparison");
        JsonNode drift = root.path("drift");
        return new GateMetrics(
                number(root.path("accuracy")),
                recalls,
                number(root.path("logLoss")),
                number(comparison.path("accuracyDifference")),
                number(comparison.path("mcnemarP")),
                Math.max(number(drift.path("predictionPsi")), number(drift.path("confidencePsi"))),
                number(drift.path("expectedAccuracy")));
    }

    private static double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : Double.NaN;
    }
}
