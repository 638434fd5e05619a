package dev.mnistscorer.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mnistscorer.evaluation.Comparison;
import dev.mnistscorer.evaluation.Disagreement;
import dev.mnistscorer.evaluation.PairCounts;
import dev.mnistscorer.table.ClassNames;

/** The part {@code comparison} of {@code metrics.json}. */
final class ComparisonJson {
    private ComparisonJson() {}

    static ObjectNode of(Comparison comparison, ClassNames names) {
        boolean evaluated = comparison.evaluated();
        ObjectNode root = new JsonMapper().createObjectNode();
        counts(root, comparison.counts());
        root.put(
                "mcnemarP",
                evaluated ? NumberFormats.significant(comparison.test().p()) : null);
        root.put(
                "mcnemarMidP",
                evaluated ? NumberFormats.significant(comparison.test().midP()) : null);
        root.put("challengerAccuracy", NumberFormats.decimal(comparison.counts().challengerAccuracy()));
        root.put("agreement", NumberFormats.decimal(comparison.agreement()));
        JsonReport.put(root, "agreementInterval", comparison.agreementInterval());
        ArrayNode classes = root.putArray("classes");
        for (int label = 0; label < comparison.classes().size(); label++) {
            ObjectNode node = classes.addObject().put("label", label);
            names.name(label).ifPresent(name -> node.put("name", name));
            counts(node, comparison.classes().get(label));
        }
        ArrayNode predictions = root.putArray("predictions");
        for (long[] row : comparison.predictions()) {
            JsonReport.put(predictions.addArray(), row);
        }
        ArrayNode disagreements = root.putArray("disagreements");
        comparison.mostConfident().forEach(each -> put(disagreements.addObject(), each));
        return root;
    }

    private static void counts(ObjectNode node, PairCounts counts) {
        node.put("both", counts.both())
                .put("onlyBase", counts.onlyBase())
                .put("onlyChallenger", counts.onlyChallenger())
                .put("neither", counts.neither())
                .put("accuracyDifference", NumberFormats.decimal(counts.difference()));
        JsonReport.put(node, "accuracyDifferenceInterval", counts.differenceInterval());
    }

    private static void put(ObjectNode node, Disagreement each) {
        JsonReport.put(node, each.base());
        node.put("challengerPrediction", each.challengerPrediction())
                .put("challengerConfidence", NumberFormats.decimal(each.challengerConfidence()));
    }
}
