package dev.mnistscorer.verify;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mnistscorer.network.DenseNetwork;
import java.util.Locale;

/**
 * Result of a comparison with expected probabilities.
 *
 * @param options options of the comparison
 * @param input name of the images
 * @param network the network
 * @param comparison the differences
 * @param sha256 digest of all computed probabilities
 */
record VerifyResult(
        VerifyOptions options, String input, DenseNetwork network, ProbabilityComparison comparison, String sha256) {
    private static final String SCIENTIFIC = "%.2e";

    /** The sentence that reports that the differences are too large. */
    String failure() {
        return String.format(
                Locale.ROOT,
                "the largest difference must be at most %s but was %s, in %,d of %,d rows",
                number(comparison.tolerance()),
                number(comparison.largest()),
                comparison.differing(),
                comparison.rows());
    }

    /** The result for people. */
    String text() {
        StringBuilder text = new StringBuilder();
        line(text, "Verifying %s on %s: %s", options.weights(), input, network);
        line(text, "Expected: %s, %,d × %d", options.expected(), comparison.rows(), network.classes());
        line(text, "");
        line(text, "Largest difference      %s", number(comparison.largest()));
        line(text, "Mean difference         %s", number(comparison.mean()));
        line(
                text,
                "Rows that differ        %,d of %,d, by more than %s",
                comparison.differing(),
                comparison.rows(),
                number(comparison.tolerance()));
        line(text, "Predictions that differ %,d", comparison.predictions());
        if (!comparison.first().isEmpty()) {
            line(text, "");
            line(text, "First rows that differ, each with its largest difference");
            for (ProbabilityComparison.Difference each : comparison.first()) {
                line(
                        text,
                        "  %s%s, class %d: expected %.9f, computed %.9f",
                        each.origin(),
                        each.index() == null ? "" : ", image " + each.index(),
                        each.label(),
                        each.expected(),
                        each.computed());
            }
        }
        line(text, "");
        line(text, "sha256 of all probabilities: %s", sha256);
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String number(double value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, SCIENTIFIC, value);
    }

    /** The result for programs; a number that is not finite is null. */
    String json() {
        ObjectNode root = new JsonMapper().createObjectNode();
        root.put("input", input).put("weights", options.weights());
        root.put("network", network.toString()).put("expected", options.expected());
        root.put("rows", comparison.rows()).put("classes", network.classes());
        root.put("tolerance", comparison.tolerance());
        root.put("largestDifference", finite(comparison.largest()));
        root.put("meanDifference", finite(comparison.mean()));
        root.put("differingRows", comparison.differing());
        root.put("differingPredictions", comparison.predictions());
        ArrayNode first = root.putArray("firstDifferences");
        for (ProbabilityComparison.Difference each : comparison.first()) {
            first.addObject()
                    .put("origin", each.origin())
                    .put("index", each.index())
                    .put("class", each.label())
                    .put("expected", finite(each.expected()))
                    .put("computed", finite(each.computed()));
        }
        root.put("passed", comparison.passed()).put("sha256", sha256);
        return root.toPrettyString() + "\n";
    }

    private static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
