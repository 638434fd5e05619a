package dev.mnistscorer.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A table of times: images a second at the median, slowest and fastest time, and the speed-up of the first row. */
final class Table {
    private record Row(String name, double[] secondsPerImage) {
        double median() {
            return secondsPerImage[secondsPerImage.length / 2];
        }
    }

    private final String title;
    private final List<Row> rows = new ArrayList<>();

    Table(String title) {
        this.title = title;
    }

    void add(String name, double... secondsPerImage) {
        double[] sorted = secondsPerImage.clone();
        Arrays.sort(sorted);
        rows.add(new Row(name, sorted));
    }

    /** Returns the table as Markdown; the speed-up is that of the first row over each other. */
    String markdown() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "%n| %s | images/s | slowest | fastest | speed-up of the first row |%n", title));
        text.append("| --- | ---: | ---: | ---: | ---: |\n");
        for (Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,d | %,d | %.2f |%n",
                    row.name,
                    Math.round(1 / row.median()),
                    Math.round(1 / row.secondsPerImage[row.secondsPerImage.length - 1]),
                    Math.round(1 / row.secondsPerImage[0]),
                    row.median() / rows.get(0).median()));
        }
        return text.toString();
    }
}
