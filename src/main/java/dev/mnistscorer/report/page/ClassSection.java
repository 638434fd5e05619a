package dev.mnistscorer.report.page;

import dev.mnistscorer.evaluation.Averages;
import dev.mnistscorer.evaluation.ClassStatistics;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.RocCurve;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Metrics of each class, the lowest recall first.
 *
 * @param start value at the start of the axis of recall
 * @param probable true if there are metrics of the probabilities
 * @param rows one for each class
 * @param means means over classes
 */
record ClassSection(String start, boolean probable, List<Row> rows, List<Mean> means) implements Section {
    private static final Comparator<ClassStatistics> LOWEST_FIRST =
            Comparator.comparingDouble(ClassStatistics::recall).thenComparingInt(ClassStatistics::label);

    /** A class; {@code scale} is null for one without images. */
    record Row(
            String name,
            String worst,
            Scale scale,
            String recall,
            String interval,
            String precision,
            String f1,
            String auc,
            String averagePrecision,
            String support,
            String predicted) {}

    /** Mean metrics. */
    record Mean(String name, String recall, String precision, String f1) {}

    static Optional<Section> of(Evaluation evaluation) {
        if (!evaluation.evaluated()) {
            return Optional.empty();
        }
        List<ClassStatistics> sorted =
                evaluation.classes().stream().sorted(LOWEST_FIRST).toList();
        double start = Scale.start(sorted.stream()
                .filter(each -> each.support() > 0)
                .mapToDouble(each -> each.recallInterval().low())
                .min()
                .orElse(Double.NaN));
        return Optional.of(new ClassSection(
                Texts.decimals(start, 1),
                evaluation.probabilities().isPresent(),
                sorted.stream()
                        .map(each -> row(evaluation, each, start, each == sorted.get(0)))
                        .toList(),
                List.of(mean("macro mean", evaluation.macro()), mean("weighted mean", evaluation.weighted()))));
    }

    @Override
    public String id() {
        return "classes";
    }

    @Override
    public String title() {
        return "Classes";
    }

    private static Row row(Evaluation evaluation, ClassStatistics each, double start, boolean first) {
        Optional<RocCurve> curve =
                evaluation.probabilities().map(metrics -> metrics.curves().get(each.label()));
        String interval = Texts.interval(each.recallInterval());
        Scale scale = each.support() == 0
                ? null
                : Scale.of(
                        each.recall(),
                        each.recallInterval(),
                        OptionalDouble.empty(),
                        start,
                        "Recall " + Texts.four(each.recall()) + ", 95 % CI " + interval);
        return new Row(
                evaluation.names().numbered(each.label()),
                first && each.recall() < 1 ? "lowest" : "",
                scale,
                Texts.four(each.recall()),
                interval,
                Texts.four(each.precision()),
                Texts.four(each.f1()),
                Texts.four(curve.map(RocCurve::auc).orElse(Double.NaN)),
                Texts.four(curve.map(RocCurve::averagePrecision).orElse(Double.NaN)),
                Texts.grouped(each.support()),
                Texts.grouped(each.predicted()));
    }

    private static Mean mean(String name, Averages means) {
        return new Mean(name, Texts.four(means.recall()), Texts.four(means.precision()), Texts.four(means.f1()));
    }
}
