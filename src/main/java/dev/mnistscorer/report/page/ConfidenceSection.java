package dev.mnistscorer.report.page;

import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.ProbabilityMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Numbers of predictions by their confidence.
 *
 * @param chart numbers on a logarithmic scale
 * @param evaluated true if wrong predictions are known
 * @param rows the bins that are not empty
 */
record ConfidenceSection(Chart chart, boolean evaluated, List<Row> rows) implements Section {

    /** A bin of confidence. */
    record Row(String bin, String count, String wrong, String percent) {}

    static Optional<Section> of(Evaluation evaluation) {
        return evaluation
                .probabilities()
                .map(metrics -> new ConfidenceSection(chart(metrics), evaluation.evaluated(), rows(metrics)));
    }

    @Override
    public String id() {
        return "confidence";
    }

    @Override
    public String title() {
        return "Confidence";
    }

    private static List<Row> rows(ProbabilityMetrics metrics) {
        long[] all = metrics.confidences();
        return IntStream.range(0, all.length)
                .filter(bin -> all[bin] > 0)
                .mapToObj(bin -> new Row(
                        Texts.decimals((double) bin / all.length, 2) + " to "
                                + Texts.decimals((bin + 1.0) / all.length, 2),
                        Texts.grouped(all[bin]),
                        Texts.grouped(metrics.mistakes()[bin]),
                        Texts.percent((double) metrics.mistakes()[bin] / all[bin])))
                .toList();
    }

    private static Chart chart(ProbabilityMetrics metrics) {
        long[] all = metrics.confidences();
        long most = Math.max(1, Arrays.stream(all).max().orElse(1));
        List<Chart.Tick> ticks = new ArrayList<>();
        for (long count = 1; count <= most; count *= 10) {
            ticks.add(Chart.Tick.of(height(count, most), Texts.grouped(count)));
        }
        return new Chart(
                "Number of images by confidence, on a logarithmic scale; the same figures are in the table",
                "confidence",
                "images",
                Chart.ticks(1),
                ticks,
                IntStream.range(0, all.length)
                        .filter(bin -> all[bin] > 0)
                        .mapToObj(bin -> Chart.Bar.of(
                                (double) bin / all.length, (bin + 1.0) / all.length, height(all[bin], most)))
                        .toList(),
                List.of(),
                "",
                List.of(),
                false);
    }

    /** Returns the height on a logarithmic scale: small for 1, 1 for {@code most}. */
    private static double height(long count, long most) {
        return (1 + StrictMath.log10(count)) / (1 + StrictMath.log10(most));
    }
}
