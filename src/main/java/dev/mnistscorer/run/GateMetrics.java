package dev.mnistscorer.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mnistscorer.evaluation.ClassStatistics;
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
 */
record GateMetrics(double accuracy, SortedMap<Integer, Double> recalls, double logLoss) {

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
                evaluation.probabilities().map(ProbabilityMetrics::logLoss).orElse(Double.NaN));
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
        return new GateMetrics(number(root.path("accuracy")), recalls, number(root.path("logLoss")));
    }

    private static double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : Double.NaN;
    }
}
