package dev.mnistscorer.report;

import dev.mnistscorer.evaluation.ClassStatistics;
import dev.mnistscorer.evaluation.Comparison;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.PairCounts;
import dev.mnistscorer.evaluation.RocCurve;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An evaluation as tables: comma-separated, a line of names first, an undefined figure empty. Classes that have names have
 * these in a last column {@code name}.
 */
public final class CsvReport {
    private CsvReport() {}

    /** {@code per_class_metrics.csv}: a line for each class. */
    public static String perClass(Evaluation evaluation) {
        StringBuilder csv = new StringBuilder("label,precision,recall,f1,support,predicted,auc,averagePrecision");
        csv.append(nameColumn(evaluation)).append('\n');
        for (ClassStatistics each : evaluation.classes()) {
            csv.append(String.join(
                            ",",
                            Integer.toString(each.label()),
                            figure(each.precision()),
                            figure(each.recall()),
                            figure(each.f1()),
                            Long.toString(each.support()),
                            Long.toString(evaluation.predicted()[each.label()]),
                            curve(evaluation, each, RocCurve::auc),
                            curve(evaluation, each, RocCurve::averagePrecision)))
                    .append(name(evaluation, each.label()))
                    .append('\n');
        }
        return csv.toString();
    }

    /** {@code confusion_matrix.csv}: a line for each true class, a column for each predicted one. */
    public static String confusionMatrix(Evaluation evaluation) {
        StringBuilder csv = new StringBuilder("label\\prediction");
        IntStream.range(0, evaluation.classes().size())
                .forEach(k -> csv.append(',').append(k));
        csv.append(nameColumn(evaluation)).append('\n');
        for (ClassStatistics each : evaluation.classes()) {
            csv.append(each.label())
                    .append(',')
                    .append(Arrays.stream(evaluation.confusion().counts()[each.label()])
                            .mapToObj(Long::toString)
                            .collect(Collectors.joining(",")))
                    .append(name(evaluation, each.label()))
                    .append('\n');
        }
        return csv.toString();
    }

    /** {@code comparison.csv}: a line for each class. */
    public static String comparison(Evaluation evaluation, Comparison comparison) {
        StringBuilder csv = new StringBuilder(
                "label,both,onlyBase,onlyChallenger,neither,accuracyDifference,differenceLow,differenceHigh");
        csv.append(nameColumn(evaluation)).append('\n');
        for (int label = 0; label < comparison.classes().size(); label++) {
            PairCounts each = comparison.classes().get(label);
            csv.append(String.join(
                            ",",
                            Integer.toString(label),
                            Long.toString(each.both()),
                            Long.toString(each.onlyBase()),
                            Long.toString(each.onlyChallenger()),
                            Long.toString(each.neither()),
                            figure(each.difference()),
                            figure(each.differenceInterval().low()),
                            figure(each.differenceInterval().high())))
                    .append(name(evaluation, label))
                    .append('\n');
        }
        return csv.toString();
    }

    private static String nameColumn(Evaluation evaluation) {
        return evaluation.names().count() == 0 ? "" : ",name";
    }

    private static String name(Evaluation evaluation, int label) {
        return evaluation
                .names()
                .name(label)
                .map(name -> name.matches("(?s).*[,\"\\r\\n].*") ? '"' + name.replace("\"", "\"\"") + '"' : name)
                .map(name -> "," + name)
                .orElse("");
    }

    private static String curve(Evaluation evaluation, ClassStatistics each, ToDoubleFunction<RocCurve> figure) {
        return evaluation
                .probabilities()
                .map(figures -> figure(figure.applyAsDouble(figures.curves().get(each.label()))))
                .orElse("");
    }

    private static String figure(double value) {
        BigDecimal decimal = NumberFormats.decimal(value);
        return decimal == null ? "" : decimal.toPlainString();
    }
}
