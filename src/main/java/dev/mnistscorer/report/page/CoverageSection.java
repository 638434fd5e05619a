package dev.mnistscorer.report.page;

import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.ProbabilityMetrics;
import dev.mnistscorer.evaluation.RiskCoverage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * Accuracy of the rest if predictions with a low confidence are sent to a person.
 *
 * @param advice one threshold in words
 * @param chart error rate by coverage
 * @param rows thresholds
 */
record CoverageSection(String advice, Chart chart, List<Row> rows) implements Section {
    private static final double[] THRESHOLDS = {0, .5, .6, .7, .8, .9, .95, .99, .995, .999};

    /** Largest fraction of images that the advice sends to a person. */
    private static final double MOST_SENT = 0.1;

    /** A threshold of confidence. */
    record Row(String threshold, String percent, String sent, String accuracy, String interval, String wrong) {}

    static Optional<Section> of(Evaluation evaluation) {
        return evaluation
                .probabilities()
                .filter(metrics -> evaluation.evaluated())
                .map(ProbabilityMetrics::coverage)
                .map(coverage -> new CoverageSection(advice(coverage), chart(coverage), rows(coverage)));
    }

    @Override
    public String id() {
        return "coverage";
    }

    @Override
    public String title() {
        return "Risk and coverage";
    }

    private static String advice(RiskCoverage coverage) {
        RiskCoverage.Point advised = coverage.at(0);
        for (double threshold : THRESHOLDS) {
            RiskCoverage.Point point = coverage.at(threshold);
            if (point.coverage() >= 1 - MOST_SENT) {
                advised = point;
            }
        }
        return advised.sent() == 0
                ? "No threshold of the table sends up to 10 % of the images to a person."
                : "Send the " + Texts.percent(1 - advised.coverage()) + " % of the images with a confidence of "
                        + threshold(advised) + " or less to a person: accuracy of the rest "
                        + Texts.four(advised.accuracy()) + ".";
    }

    private static String threshold(RiskCoverage.Point point) {
        return Texts.decimals(point.threshold(), 3).replaceAll("(\\.\\d\\d)0$", "$1");
    }

    private static List<Row> rows(RiskCoverage coverage) {
        return DoubleStream.of(THRESHOLDS)
                .mapToObj(coverage::at)
                .map(point -> new Row(
                        point.threshold() == 0 ? "none" : threshold(point),
                        Texts.percent(1 - point.coverage()),
                        Texts.grouped(point.sent()),
                        Texts.four(point.accuracy()),
                        Texts.interval(point.interval()),
                        Texts.grouped(point.wrong())))
                .toList();
    }

    private static Chart chart(RiskCoverage coverage) {
        List<RiskCoverage.Point> points = new ArrayList<>(coverage.points());
        points.removeIf(point -> point.kept() == 0);
        Collections.reverse(points);
        double most =
                points.stream().mapToDouble(point -> 1 - point.accuracy()).max().orElse(0);
        double top = Chart.roundUp(most);
        List<Chart.Point> line = points.stream()
                .map(point -> Chart.Point.of(point.coverage(), (1 - point.accuracy()) / top))
                .toList();
        return new Chart(
                "Error rate of the predictions that are kept, by the fraction that is kept, those with the highest"
                        + " confidence first",
                "fraction kept (coverage)",
                "error rate (risk)",
                Chart.ticks(1),
                Chart.ticks(top),
                List.of(),
                List.of(),
                Chart.Point.line(line),
                line.size() == 1 ? line : List.of(),
                false);
    }
}
