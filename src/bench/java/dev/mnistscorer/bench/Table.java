package dev.mnistscorer.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Times of competitors in turns. A speed-up is that of the first row over another: the ratio of each turn, so that both have
 * met the same machine; its median, and its least and greatest value.
 */
final class Table {
    private final String title;
    private final int turns;
    private final Map<String, double[]> rows = new LinkedHashMap<>(); // seconds an image, [turn]

    Table(String title, int turns) {
        this.title = title;
        this.turns = turns;
    }

    /** A competitor: one turn of it gives seconds an image. */
    @FunctionalInterface
    interface Competition {
        /**
         * Takes a turn.
         *
         * @throws Exception if the competitor cannot run
         */
        double turn() throws Exception;
    }

    /** Lets competitors take turns. */
    Table run(Map<String, Competition> competitors) throws Exception {
        for (int turn = 0; turn < turns; turn++) {
            for (Map.Entry<String, Competition> competitor : competitors.entrySet()) {
                double seconds = competitor.getValue().turn();
                System.out.printf(
                        Locale.ROOT, "turn %d: %s, %s: %.0f ns%n", turn + 1, title, competitor.getKey(), seconds * 1e9);
                rows.computeIfAbsent(competitor.getKey(), name -> new double[turns])[turn] = seconds;
            }
        }
        return this;
    }

    /** Fastest turn of a competitor: seconds an image. */
    double fastest(String name) {
        return Arrays.stream(rows.get(name)).min().orElseThrow();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** The table as Markdown. */
    String markdown() {
        double[] first = rows.values().iterator().next();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%n| %s | images/s, median | fastest | speed-up of the first row | least to greatest |%n",
                title));
        text.append("| --- | ---: | ---: | ---: | ---: |\n");
        rows.forEach((name, seconds) -> {
            double[] ratios = IntStream.range(0, turns)
                    .mapToDouble(turn -> seconds[turn] / first[turn])
                    .toArray();
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,d | %.2f | %.2f to %.2f |%n",
                    name,
                    Math.round(1 / median(seconds)),
                    Math.round(1 / fastest(name)),
                    median(ratios),
                    Arrays.stream(ratios).min().orElseThrow(),
                    Arrays.stream(ratios).max().orElseThrow()));
        });
        return text.toString();
    }
}
