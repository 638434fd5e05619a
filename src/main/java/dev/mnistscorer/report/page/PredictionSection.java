package dev.mnistscorer.report.page;

import dev.mnistscorer.evaluation.Evaluation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Number of images predicted as each class, of a run without labels.
 *
 * @param rows one for each class
 */
record PredictionSection(List<Row> rows) implements Section {

    /** A class, with the length of its bar in per cent of the longest. */
    record Row(String name, String count, String percent, String bar) {}

    static Optional<Section> of(Evaluation evaluation) {
        if (evaluation.evaluated()) {
            return Optional.empty();
        }
        long[] counts = evaluation.predicted();
        long most = Math.max(1, Arrays.stream(counts).max().orElse(1));
        return Optional.of(new PredictionSection(IntStream.range(0, counts.length)
                .mapToObj(k -> new Row(
                        evaluation.names().numbered(k),
                        Texts.grouped(counts[k]),
                        Texts.percent((double) counts[k] / evaluation.count()),
                        String.format(Locale.ROOT, "%.1f", 100.0 * counts[k] / most)))
                .toList()));
    }

    @Override
    public String id() {
        return "predictions";
    }

    @Override
    public String title() {
        return "Predictions";
    }
}
