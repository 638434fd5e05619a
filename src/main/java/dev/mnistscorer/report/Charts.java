package dev.mnistscorer.report;

import dev.mnistscorer.evaluation.Calibration;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.ProbabilityMetrics;
import dev.mnistscorer.evaluation.RocCurve;
import dev.mnistscorer.table.ClassNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Builds the charts of the page. All of them have a frame of {@value #SIZE} × {@value #SIZE} units, and axes from 0 to 1.
 */
final class Charts {
    private static final int SIZE = 300;
    private static final int TICKS = 5;

    /** Side of the corner of the ROC diagram that is drawn: curves of good networks are all in it. */
    private static final double CORNER = 0.2;

    private Charts() {}

    static List<Chart> of(Evaluation evaluation, ProbabilityMetrics metrics) {
        List<Chart> charts = new ArrayList<>();
        if (evaluation.evaluated()) {
            charts.add(reliability(metrics.calibration()));
            charts.add(roc(metrics.curves(), evaluation.names()));
        }
        charts.add(confidences(metrics, evaluation.evaluated()));
        return charts;
    }

    private static Chart reliability(Calibration calibration) {
        List<Chart.Bar> bars = calibration.bins().stream()
                .filter(bin -> bin.count() > 0)
                .map(bin -> bar(
                        bin.low(),
                        bin.high(),
                        bin.accuracy(),
                        "accuracy",
                        String.format(
                                Locale.ROOT,
                                "confidence %.4f, accuracy %.4f, %,d images",
                                bin.confidence(),
                                bin.accuracy(),
                                bin.count())))
                .toList();
        String line = calibration.bins().stream()
                .filter(bin -> bin.count() > 0)
                .map(bin -> point(bin.confidence(), bin.accuracy()))
                .collect(Collectors.joining(" "));
        return new Chart(
                "Reliability",
                "Accuracy of the predictions in each bin of confidence."
                        + " On the dashed line confidence equals accuracy (perfect calibration).",
                "confidence",
                "accuracy",
                unit(1),
                unit(1),
                bars,
                List.of(new Chart.Line(line, "mean confidence and accuracy", 0)),
                true);
    }

    private static Chart roc(List<RocCurve> curves, ClassNames names) {
        List<Chart.Line> lines = IntStream.range(0, curves.size())
                .filter(k -> !curves.get(k).points().isEmpty())
                .mapToObj(k -> new Chart.Line(
                        curves.get(k).points().stream()
                                .map(p -> point(
                                        Math.min(1, p.falsePositiveRate() / CORNER),
                                        Math.max(0, 1 - (1 - p.truePositiveRate()) / CORNER)))
                                .collect(Collectors.joining(" ")),
                        String.format(
                                Locale.ROOT,
                                "%s (%.4f)",
                                names.of(k),
                                curves.get(k).auc()),
                        k % 10))
                .toList();
        return new Chart(
                "ROC curves, upper left corner",
                "Each class against the rest, with the area under its curve. The nearer to the corner, the better.",
                "false positive rate",
                "true positive rate",
                unit(CORNER),
                IntStream.rangeClosed(0, TICKS)
                        .mapToObj(i -> tick((double) i / TICKS, 1 - CORNER + CORNER * i / TICKS))
                        .toList(),
                List.of(),
                lines,
                false);
    }

    private static Chart confidences(ProbabilityMetrics metrics, boolean evaluated) {
        long[] all = metrics.confidences();
        long most = Math.max(1, Arrays.stream(all).max().orElse(1));
        List<Chart.Bar> bars = new ArrayList<>();
        for (int bin = 0; bin < all.length; bin++) {
            double low = (double) bin / all.length;
            double high = (double) (bin + 1) / all.length;
            String title = String.format(Locale.ROOT, "confidence %.2f to %.2f: %,d images", low, high, all[bin]);
            long wrong = metrics.mistakes()[bin];
            bars.add(bar(low, high, height(all[bin], most), "all", title));
            if (evaluated) {
                bars.add(bar(
                        low,
                        high,
                        height(wrong, most),
                        "mistakes",
                        title + String.format(Locale.ROOT, ", %,d wrong", wrong)));
            }
        }
        List<Chart.Tick> ticks = new ArrayList<>();
        for (long count = 1; count <= most; count *= 10) {
            double height = height(count, most);
            ticks.add(new Chart.Tick(length(height), length(1 - height), NumberFormats.grouped(count)));
        }
        return new Chart(
                "Confidence",
                "How many images were predicted with which confidence, on a logarithmic scale"
                        + (evaluated ? "; the darker part is wrong." : "."),
                "confidence",
                "images",
                unit(1),
                ticks,
                bars,
                List.of(),
                false);
    }

    /** Returns the height on a logarithmic scale: 0 for 0, small for 1, 1 for {@code most}. */
    private static double height(long count, long most) {
        return count == 0 ? 0 : (1 + Math.log10(count)) / (1 + Math.log10(most));
    }

    private static List<Chart.Tick> unit(double end) {
        return IntStream.rangeClosed(0, TICKS)
                .mapToObj(i -> tick((double) i / TICKS, end * i / TICKS))
                .toList();
    }

    private static Chart.Tick tick(double place, double value) {
        return new Chart.Tick(length(place), length(1 - place), String.format(Locale.ROOT, "%.2f", value));
    }

    private static Chart.Bar bar(double low, double high, double height, String kind, String title) {
        return new Chart.Bar(length(low), length(1 - height), length(high - low), length(height), kind, title);
    }

    private static String point(double x, double y) {
        return length(x) + "," + length(1 - y);
    }

    private static String length(double fraction) {
        return String.format(Locale.ROOT, "%.1f", fraction * SIZE);
    }
}
