package dev.mnistscorer.report.page;

import dev.mnistscorer.evaluation.CellExamples;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.Example;
import dev.mnistscorer.evaluation.ProbabilityMetrics;
import dev.mnistscorer.evaluation.ScoredImage;
import java.util.List;
import java.util.Optional;

/**
 * Images of a run without labels: those that are least confident, and the first ones of each predicted class.
 *
 * @param leastConfident the least confident ones
 * @param rows the first ones of each class
 */
record ExampleSection(List<Picture> leastConfident, List<Row> rows) implements Section {

    /** Images of one class. */
    record Row(String name, List<Picture> pictures) {}

    static Optional<Section> of(Evaluation evaluation, Picture.Painter painter) {
        List<Example> least = evaluation
                .probabilities()
                .map(ProbabilityMetrics::leastConfident)
                .orElse(List.of());
        if (least.isEmpty()) {
            return Optional.empty();
        }
        // Without pictures there is nothing to see of them.
        List<Row> rows = painter.sheet().isEmpty() ? List.of() : rows(evaluation, painter);
        return Optional.of(new ExampleSection(painter.pictures(least), rows));
    }

    private static List<Row> rows(Evaluation evaluation, Picture.Painter painter) {
        return evaluation.probabilities().orElseThrow().examples().stream()
                .filter(cell -> cell.label() == ScoredImage.NO_LABEL)
                .map(cell -> row(cell, evaluation, painter))
                .toList();
    }

    private static Row row(CellExamples cell, Evaluation evaluation, Picture.Painter painter) {
        return new Row(evaluation.names().numbered(cell.prediction()), painter.pictures(cell.images()));
    }

    @Override
    public String id() {
        return "examples";
    }

    @Override
    public String title() {
        return "Images without a label";
    }
}
