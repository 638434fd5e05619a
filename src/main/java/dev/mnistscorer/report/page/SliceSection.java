package dev.mnistscorer.report.page;

import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.Slices;
import dev.mnistscorer.table.Columns;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Accuracy by the values of columns.
 *
 * @param tables one for each column with several values
 */
record SliceSection(List<Table> tables) implements Section {
    private static final int MOST = 20;

    /** Slices by the values of one column. */
    record Table(String caption, String column, List<Row> rows) {}

    /** The images with one value. */
    record Row(String value, Scale scale, String accuracy, String interval, String count, String wrong) {}

    static Optional<Section> of(Evaluation evaluation) {
        List<Table> tables = evaluation.slices().stream()
                .filter(slices -> slices.slices().size() > 1)
                .map(SliceSection::table)
                .toList();
        return tables.isEmpty() ? Optional.empty() : Optional.of(new SliceSection(tables));
    }

    @Override
    public String id() {
        return "slices";
    }

    @Override
    public String title() {
        return "Slices";
    }

    private static Table table(Slices slices) {
        String column = slices.column().equals(Columns.ORIGIN) ? "file" : slices.column();
        List<Slices.Slice> shown =
                slices.slices().subList(0, Math.min(MOST, slices.slices().size()));
        double start = Scale.start(shown.stream()
                .mapToDouble(slice -> slice.interval().low())
                .min()
                .orElse(0));
        String of = slices.complete()
                ? Texts.grouped(slices.slices().size())
                : "the first " + Texts.grouped(slices.slices().size());
        String caption = "By " + column + ": "
                + (shown.size() == slices.slices().size() && slices.complete()
                        ? Texts.count(shown.size(), "value")
                        : "the " + shown.size() + " worst of " + of + " values")
                + ", in the order of the upper end of the 95 % CI";
        return new Table(
                caption, column, shown.stream().map(slice -> row(slice, start)).toList());
    }

    private static Row row(Slices.Slice slice, double start) {
        String interval = Texts.interval(slice.interval());
        String text = "Accuracy " + Texts.four(slice.accuracy()) + ", 95 % CI " + interval;
        return new Row(
                slice.value(),
                Scale.of(slice.accuracy(), slice.interval(), OptionalDouble.empty(), start, text),
                Texts.four(slice.accuracy()),
                interval,
                Texts.grouped(slice.count()),
                Texts.grouped(slice.count() - slice.correct()));
    }
}
