package dev.mnistscorer.report;

import dev.mnistscorer.evaluation.Comparison;
import dev.mnistscorer.evaluation.ConfidenceInterval;
import dev.mnistscorer.evaluation.ConfusedPair;
import dev.mnistscorer.evaluation.ConfusionMatrix;
import dev.mnistscorer.evaluation.PairCounts;
import dev.mnistscorer.table.ClassNames;
import java.util.List;
import java.util.Locale;

/** A comparison with a challenger for the terminal. */
final class ComparisonText {
    private static final int CLASS_WIDTH = 12;

    /** Number of the most frequent disagreements that are listed. */
    private static final int LISTED = 5;

    private final Comparison comparison;
    private final ClassNames names;
    private final StringBuilder text = new StringBuilder();

    private ComparisonText(Comparison comparison, ClassNames names) {
        this.comparison = comparison;
        this.names = names;
    }

    /** The text, of several lines. */
    static String of(Comparison comparison, ClassNames names) {
        ComparisonText text = new ComparisonText(comparison, names);
        if (comparison.evaluated()) {
            text.accuracies();
        } else {
            text.line("Challenger: not evaluated (no labels)");
        }
        text.disagreements();
        return text.text.toString();
    }

    private void accuracies() {
        PairCounts counts = comparison.counts();
        line(
                "Challenger: accuracy %s, difference %s (95 %% CI %s)",
                NumberFormats.four(counts.challengerAccuracy()),
                NumberFormats.signed(counts.difference()),
                interval(counts.differenceInterval()));
        line(
                "Right: both %s, only base %s, only challenger %s, neither %s",
                NumberFormats.grouped(counts.both()),
                NumberFormats.grouped(counts.onlyBase()),
                NumberFormats.grouped(counts.onlyChallenger()),
                NumberFormats.grouped(counts.neither()));
        line(
                "McNemar's test: p %s (exact), mid-p %s",
                NumberFormats.probability(comparison.test().p()),
                NumberFormats.probability(comparison.test().midP()));
        text.append('\n');
        String row = "%" + names.width(CLASS_WIDTH) + "s  %9s %10s %11s   %s";
        line(row, "recall", "base", "challenger", "difference", "95 % CI");
        text.append('\n');
        for (int label = 0; label < comparison.classes().size(); label++) {
            PairCounts each = comparison.classes().get(label);
            line(
                    row,
                    names.numbered(label),
                    NumberFormats.four(each.baseAccuracy()),
                    NumberFormats.four(each.challengerAccuracy()),
                    NumberFormats.signed(each.difference()),
                    each.total() == 0 ? "-" : interval(each.differenceInterval()));
        }
        text.append('\n');
    }

    private void disagreements() {
        line(
                "Agreement %s (%s of %s), 95 %% CI %s to %s",
                NumberFormats.four(comparison.agreement()),
                NumberFormats.grouped(comparison.agreed()),
                NumberFormats.grouped(comparison.count()),
                NumberFormats.four(comparison.agreementInterval().low()),
                NumberFormats.four(comparison.agreementInterval().high()));
        List<ConfusedPair> pairs = ConfusedPair.mostFrequent(new ConfusionMatrix(comparison.predictions()), LISTED);
        if (!pairs.isEmpty()) {
            text.append("\nMost frequent disagreements\n");
        }
        for (ConfusedPair each : pairs) {
            line(
                    "%7s by the base, %s by the challenger: %s",
                    names.of(each.label()), names.of(each.prediction()), NumberFormats.grouped(each.count()));
        }
    }

    private static String interval(ConfidenceInterval interval) {
        return NumberFormats.signed(interval.low()) + " to " + NumberFormats.signed(interval.high());
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments).stripTrailing())
                .append('\n');
    }
}
