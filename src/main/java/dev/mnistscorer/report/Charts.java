package dev.mnistscorer.report;

import dev.mnistscorer.evaluation.Calibration;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.ProbabilityMetrics;
import dev.mnistscorer.evaluation.RocCurve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The charts of the page, as numbers for their SVG: all share one frame of {@value #SIZE} × {@value #SIZE} units whose
 * axes go from 0 to 1.
 */
final class Charts {
    private static final int SIZE = 300;
    private static final int TICKS = 5;

    /** ROC curves leave the corner only there: it alone is drawn. */
    private static final double CORNER = 0.2;

    private Charts() {}

    static List<Map<String, Object>> of(Evaluation evaluation, ProbabilityMetrics figures) {
        List<Map<String, Object>> charts = new ArrayList<>();
        if (evaluation.evaluated()) {
            charts.add(reliability(figures.calibration()));
            charts.add(roc(figures.curves()));
        }
        charts.add(confidences(figures, evaluation.evaluated()));
        return charts;
    }

    /** Bars of accuracy against the diagonal where accuracy equals confidence. */
    private static Map<String, Object> reliability(Calibration calibration) {
        List<Map<String, Object>> bars = calibration.bins().stream()
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
        return chart(
                "Reliability",
                "Accuracy of the predictions in each bin of confidence."
                        + " On the dashed line confidence equals accuracy (perfect calibration).",
                "confidence",
                "accuracy",
                unit(1),
                unit(1),
                bars,
                List.of(Map.of("points", line, "name", "mean confidence and accuracy", "number", 0)),
                true);
    }

    private static Map<String, Object> roc(List<RocCurve> curves) {
        List<Map<String, Object>> lines = IntStream.range(0, curves.size())
                .filter(k -> !curves.get(k).points().isEmpty())
                .mapToObj(k -> Map.<String, Object>of(
                        "points",
                        curves.get(k).points().stream()
                                .map(p -> point(
                                        Math.min(1, p.falsePositiveRate() / CORNER),
                                        Math.max(0, 1 - (1 - p.truePositiveRate()) / CORNER)))
                                .collect(Collectors.joining(" ")),
                        "name",
                        String.format(Locale.ROOT, "%d (%.4f)", k, curves.get(k).auc()),
                        "number",
                        k % 10))
                .toList();
        return chart(
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

    private static Map<String, Object> confidences(ProbabilityMetrics figures, boolean evaluated) {
        long[] all = figures.confidences();
        long most = Math.max(1, Arrays.stream(all).max().orElse(1));
        List<Map<String, Object>> bars = new ArrayList<>();
        for (int bin = 0; bin < all.length; bin++) {
            double low = (double) bin / all.length;
            double high = (double) (bin + 1) / all.length;
            String title = String.format(Locale.ROOT, "confidence %.2f to %.2f: %,d images", low, high, all[bin]);
            long wrong = figures.mistakes()[bin];
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
        List<Map<String, Object>> ticks = new ArrayList<>();
        for (long count = 1; count <= most; count *= 10) {
            ticks.add(Map.of(
                    "at",
                    length(1 - height(count, most)),
                    "along",
                    length(height(count, most)),
                    "text",
                    NumberFormats.grouped(count)));
        }
        return chart(
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

    /** On a logarithmic scale: 0 for none, a little for one, 1 for the most. */
    private static double height(long count, long most) {
        return count == 0 ? 0 : (1 + Math.log10(count)) / (1 + Math.log10(most));
    }

    private static Map<String, Object> chart(
            String name,
            String description,
            String across,
            String up,
            List<Map<String, Object>> acrossTicks,
            List<Map<String, Object>> upTicks,
            List<Map<String, Object>> bars,
            List<Map<String, Object>> lines,
            boolean diagonal) {
        return Map.of(
                "name", name,
                "description", description,
                "across", across,
                "up", up,
                "acrossTicks", acrossTicks,
                "upTicks", upTicks,
                "bars", bars,
                "lines", lines,
                "legend", lines.size() > 1,
                "diagonal", diagonal);
    }

    private static List<Map<String, Object>> unit(double end) {
        return IntStream.rangeClosed(0, TICKS)
                .mapToObj(i -> tick((double) i / TICKS, end * i / TICKS))
                .toList();
    }

    private static Map<String, Object> tick(double place, double value) {
        return Map.of(
                "along", length(place), "at", length(1 - place), "text", String.format(Locale.ROOT, "%.2f", value));
    }

    private static Map<String, Object> bar(double low, double high, double height, String kind, String title) {
        return Map.of(
                "x", length(low),
                "y", length(1 - height),
                "width", length(high - low),
                "height", length(height),
                "kind", kind,
                "title", title);
    }

    private static String point(double x, double y) {
        return length(x) + "," + length(1 - y);
    }

    private static String length(double fraction) {
        return String.format(Locale.ROOT, "%.1f", fraction * SIZE);
    }
}
