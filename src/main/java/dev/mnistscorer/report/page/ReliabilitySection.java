package dev.mnistscorer.report.page;

import dev.mnistscorer.evaluation.Calibration;
import dev.mnistscorer.evaluation.ConfidenceInterval;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.ProbabilityMetrics;
import java.util.List;
import java.util.Optional;

/**
 * Agreement of confidence and accuracy.
 *
 * @param ece expected calibration error
 * @param mce maximum calibration error
 * @param chart accuracy by confidence, with intervals
 * @param rows the bins
 */
record ReliabilitySection(String ece, String mce, Chart chart, List<Row> rows) implements Section {

    /** A bin of confidence. */
    record Row(String bin, String count, String confidence, String accuracy, String interval) {}

    static Optional<Section> of(Evaluation evaluation) {
        return evaluation
                .probabilities()
                .filter(metrics -> evaluation.evaluated())
                .map(ProbabilityMetrics::calibration)
                .map(ReliabilitySection::of);
    }

    private static ReliabilitySection of(Calibration calibration) {
        List<Calibration.Bin> bins =
                calibration.bins().stream().filter(bin -> bin.count() > 0).toList();
        return new ReliabilitySection(
                Texts.four(calibration.ece()),
                Texts.four(calibration.mce()),
                chart(bins),
                bins.stream().map(ReliabilitySection::row).toList());
    }

    @Override
    public String id() {
        return "reliability";
    }

    @Override
    public String title() {
        return "Reliability";
    }

    private static Row row(Calibration.Bin bin) {
        return new Row(
                Texts.decimals(bin.low(), 2) + " to " + Texts.decimals(bin.high(), 2),
                Texts.grouped(bin.count()),
                Texts.four(bin.confidence()),
                Texts.four(bin.accuracy()),
                Texts.interval(bin.accuracyInterval()));
    }

    private static Chart chart(List<Calibration.Bin> bins) {
        List<Chart.Point> points = bins.stream()
                .map(bin -> Chart.Point.of(bin.confidence(), bin.accuracy()))
                .toList();
        return new Chart(
                "Accuracy by confidence, with the 95 % CI of each bin; the same figures are in the table",
                "confidence",
                "accuracy",
                Chart.ticks(1),
                Chart.ticks(1),
                List.of(),
                bins.stream().map(ReliabilitySection::whisker).toList(),
                Chart.Point.line(points),
                points,
                true);
    }

    private static Chart.Whisker whisker(Calibration.Bin bin) {
        ConfidenceInterval interval = bin.accuracyInterval();
        return Chart.Whisker.of(bin.confidence(), interval.low(), interval.high());
    }
}
