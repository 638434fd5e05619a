package dev.mnistscorer.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mnistscorer.evaluation.Drift;

/** The part {@code drift} of {@code metrics.json}. */
final class DriftJson {
    private DriftJson() {}

    static ObjectNode of(Drift drift) {
        ObjectNode root = new JsonMapper().createObjectNode();
        root.put("referenceCount", drift.reference().count());
        root.put("predictionPsi", NumberFormats.decimal(drift.predictions().psi()));
        root.put(
                "predictionJensenShannon",
                NumberFormats.decimal(drift.predictions().jensenShannon()));
        root.put("confidencePsi", NumberFormats.decimal(drift.confidence().psi()));
        root.put(
                "confidenceJensenShannon",
                NumberFormats.decimal(drift.confidence().jensenShannon()));
        root.put("chiSquareP", NumberFormats.significant(drift.chiSquare().p()));
        root.put("cramersV", NumberFormats.decimal(drift.chiSquare().cramersV()));
        root.put("inkShift", NumberFormats.decimal(drift.inkShift()));
        root.put(
                "expectedAccuracy",
                NumberFormats.decimal(drift.expectedAccuracy().value()));
        JsonReport.put(
                root, "expectedAccuracyInterval", drift.expectedAccuracy().interval());
        return root;
    }
}
