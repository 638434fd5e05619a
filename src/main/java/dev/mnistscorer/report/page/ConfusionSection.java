package dev.mnistscorer.report.page;

import dev.mnistscorer.evaluation.CellExamples;
import dev.mnistscorer.evaluation.ClassStatistics;
import dev.mnistscorer.evaluation.ConfusedPair;
import dev.mnistscorer.evaluation.ConfusionMatrix;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.ProbabilityMetrics;
import dev.mnistscorer.evaluation.ScoredImage;
import dev.mnistscorer.table.ClassNames;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Confusion matrix, whose cells lead to their images.
 *
 * @param labels names of the classes
 * @param rows one for each true class
 * @param predicted number of images predicted as each class
 * @param total number of images
 * @param pairs most confused pairs of classes
 * @param cells images of the cells
 */
record ConfusionSection(
        List<String> labels,
        List<Row> rows,
        List<String> predicted,
        String total,
        List<Pair> pairs,
        List<CellPictures> cells)
        implements Section {
    private static final int MOST_CONFUSED = 10;

    /** A row of the matrix. */
    record Row(String label, List<Cell> cells, String support) {}

    /**
     * A cell of the matrix.
     *
     * @param ofRow per cent of the images of its row
     * @param ofColumn per cent of the images of its column
     * @param kind CSS class: {@code right} or {@code wrong}
     * @param strength opacity of the colour in per cent
     * @param link anchor of its images; null if there are none
     * @param title the same in words
     */
    record Cell(String count, String ofRow, String ofColumn, String kind, String strength, String link, String title) {}

    /** A pair of classes that is often confused. */
    record Pair(String text, String rate, String link) {}

    /** Images of a cell under their anchor. */
    record CellPictures(String anchor, String heading, List<Picture> pictures) {}

    static Optional<Section> of(Evaluation evaluation, Picture.Painter painter) {
        if (!evaluation.evaluated()) {
            return Optional.empty();
        }
        return Optional.of(new Builder(evaluation, painter).section());
    }

    @Override
    public String id() {
        return "confusion";
    }

    @Override
    public String title() {
        return "Confusion matrix";
    }

    /** The parts of the section. */
    private static final class Builder {
        private final ConfusionMatrix matrix;
        private final ClassNames names;
        private final List<ClassStatistics> classes;
        private final Map<String, CellPictures> pictures;

        Builder(Evaluation evaluation, Picture.Painter painter) {
            matrix = evaluation.confusion();
            names = evaluation.names();
            classes = evaluation.classes();
            pictures = evaluation.probabilities().map(ProbabilityMetrics::examples).orElse(List.of()).stream()
                    .filter(cell -> cell.label() != ScoredImage.NO_LABEL)
                    .map(cell -> pictures(cell, painter))
                    .collect(Collectors.toMap(CellPictures::anchor, Function.identity()));
        }

        ConfusionSection section() {
            return new ConfusionSection(
                    classes.stream().map(each -> names.numbered(each.label())).toList(),
                    classes.stream().map(this::row).toList(),
                    classes.stream()
                            .map(each -> Texts.grouped(matrix.predicted(each.label())))
                            .toList(),
                    Texts.grouped(matrix.total()),
                    ConfusedPair.mostFrequent(matrix, MOST_CONFUSED).stream()
                            .map(this::pair)
                            .toList(),
                    classes.stream()
                            .flatMap(each -> IntStream.range(0, classes.size())
                                    .mapToObj(k -> pictures.get(anchor(each.label(), k))))
                            .filter(cell -> cell != null)
                            .toList());
        }

        private CellPictures pictures(CellExamples cell, Picture.Painter painter) {
            long count = matrix.count(cell.label(), cell.prediction());
            boolean right = cell.label() == cell.prediction();
            String what = right ? "predicted right" : "predicted as " + names.of(cell.prediction());
            String shown = count > cell.images().size()
                    ? (right ? "; the first " : "; the most confident ")
                            + cell.images().size()
                    : "";
            return new CellPictures(
                    anchor(cell.label(), cell.prediction()),
                    "True class " + names.of(cell.label()) + ", " + what + ": " + Texts.count(count, "image") + shown,
                    painter.pictures(cell.images()));
        }

        private Row row(ClassStatistics each) {
            return new Row(
                    names.numbered(each.label()),
                    IntStream.range(0, classes.size())
                            .mapToObj(k -> cell(each, k))
                            .toList(),
                    Texts.grouped(each.support()));
        }

        private Cell cell(ClassStatistics each, int prediction) {
            long count = matrix.count(each.label(), prediction);
            double fraction = each.support() == 0 ? 0 : (double) count / each.support();
            boolean right = prediction == each.label();
            // Mistakes are few: the square root makes 1 visible, and 30 different from 10.
            double strength = right ? fraction : Math.min(1, 2 * Math.sqrt(fraction));
            String anchor = anchor(each.label(), prediction);
            return new Cell(
                    Texts.grouped(count),
                    each.support() == 0 ? "–" : Texts.percent(fraction),
                    Texts.percent((double) count / matrix.predicted(prediction)),
                    right ? "right" : "wrong",
                    String.format(Locale.ROOT, "%.0f", 100 * strength),
                    pictures.containsKey(anchor) ? anchor : null,
                    "true " + names.of(each.label()) + ", predicted " + names.of(prediction) + ": "
                            + Texts.grouped(count));
        }

        private Pair pair(ConfusedPair pair) {
            String anchor = anchor(pair.label(), pair.prediction());
            return new Pair(
                    names.of(pair.label()) + " predicted as " + names.of(pair.prediction()) + ": "
                            + Texts.grouped(pair.count()),
                    Texts.percent((double) pair.count() / matrix.support(pair.label())),
                    pictures.containsKey(anchor) ? anchor : null);
        }

        private static String anchor(int label, int prediction) {
            return "cell-" + label + "-" + prediction;
        }
    }
}
