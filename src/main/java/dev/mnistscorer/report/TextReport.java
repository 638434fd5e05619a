package dev.mnistscorer.report;

import dev.mnistscorer.evaluation.Averages;
import dev.mnistscorer.evaluation.ClassStatistics;
import dev.mnistscorer.evaluation.ConfusedPair;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.ProbabilityMetrics;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** An evaluation for the terminal, laid out as scikit-learn's {@code classification_report}. */
public final class TextReport {
    private static final String ROW = "%%%ds  %%9s %%9s %%9s %%9s\n";
    private static final int CLASS_WIDTH = 12;

    private static final int COLUMNS = 80;
    private static final int NAME_WIDTH = 7;

    /** Number of the most frequent mistakes that are marked and listed. */
    private static final int MARKED = 5;

    private final Evaluation evaluation;
    private final String row;
    private final int nameWidth;
    private final StringBuilder text = new StringBuilder();

    private TextReport(Evaluation evaluation) {
        this.evaluation = evaluation;
        this.row = String.format(Locale.ROOT, ROW, evaluation.names().width(CLASS_WIDTH));
        this.nameWidth = evaluation.names().width(NAME_WIDTH);
    }

    /** The text, of several lines. */
    public static String of(Evaluation evaluation) {
        TextReport report = new TextReport(evaluation);
        if (evaluation.evaluated()) {
            report.evaluated();
        } else {
            report.notEvaluated();
        }
        evaluation.comparison().ifPresent(comparison -> report.text
                .append('\n')
                .append(ComparisonText.of(comparison, evaluation.names())));
        evaluation.drift().ifPresent(drift -> report.text.append('\n').append(DriftText.of(drift)));
        return report.text.toString();
    }

    private void evaluated() {
        line(
                "Accuracy: %s (%s of %s)%n",
                NumberFormats.four(evaluation.accuracy()),
                NumberFormats.grouped(evaluation.correct()),
                NumberFormats.grouped(evaluation.confusion().total()));
        line(
                "95 %% CI %s to %s, balanced accuracy %s%nCohen's kappa %s, MCC %s%n",
                NumberFormats.four(evaluation.accuracyInterval().low()),
                NumberFormats.four(evaluation.accuracyInterval().high()),
                NumberFormats.four(evaluation.agreement().balancedAccuracy()),
                NumberFormats.four(evaluation.agreement().kappa()),
                NumberFormats.four(evaluation.agreement().mcc()));
        long unlabelled = evaluation.count() - evaluation.confusion().total();
        if (unlabelled > 0) {
            line("%s images have no label and are not in these figures%n", NumberFormats.grouped(unlabelled));
        }
        text.append('\n');
        row("", "precision", "recall", "f1-score", "support");
        text.append('\n');
        for (ClassStatistics each : evaluation.classes()) {
            row(
                    evaluation.names().numbered(each.label()),
                    NumberFormats.four(each.precision()),
                    NumberFormats.four(each.recall()),
                    NumberFormats.four(each.f1()),
                    Long.toString(each.support()));
        }
        text.append('\n');
        String total = Long.toString(evaluation.confusion().total());
        row("accuracy", "", "", NumberFormats.four(evaluation.accuracy()), total);
        row("macro avg", evaluation.macro(), total);
        row("weighted avg", evaluation.weighted(), total);
        confusion();
        evaluation.probabilities().ifPresent(this::probabilities);
    }

    private void row(String name, Averages averages, String total) {
        row(
                name,
                NumberFormats.four(averages.precision()),
                NumberFormats.four(averages.recall()),
                NumberFormats.four(averages.f1()),
                total);
    }

    private void row(String... cells) {
        text.append(String.format(Locale.ROOT, row, (Object[]) cells));
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format.replace("%n", "\n"), arguments));
    }

    private void confusion() {
        Set<List<Integer>> worst = new HashSet<>();
        List<ConfusedPair> mistakes = ConfusedPair.mostFrequent(evaluation.confusion(), MARKED);
        mistakes.forEach(mistake -> worst.add(List.of(mistake.label(), mistake.prediction())));
        int width = 1
                + Math.max(
                        Long.toString(largestCount()).length(),
                        Integer.toString(evaluation.classes().size()).length());
        text.append("\nConfusion matrix (rows: true class, columns: predicted class)\n");
        if (nameWidth + (width + 1) * evaluation.classes().size() > COLUMNS) {
            line("too wide for %d columns; --report writes it to confusion_matrix.csv%n", COLUMNS);
        } else {
            text.append(mistakes.isEmpty() ? "\n" : "* the most frequent mistakes\n\n");
            matrix(width, worst);
        }
        if (!mistakes.isEmpty()) {
            text.append("\nMost confused\n");
        }
        for (ConfusedPair each : mistakes) {
            line(
                    "%7s taken for %s: %s%n",
                    evaluation.names().of(each.label()),
                    evaluation.names().of(each.prediction()),
                    NumberFormats.grouped(each.count()));
        }
    }

    private long largestCount() {
        return Arrays.stream(evaluation.confusion().counts())
                .flatMapToLong(Arrays::stream)
                .max()
                .orElse(0);
    }

    private void matrix(int width, Set<List<Integer>> marked) {
        String cell = "%" + width + "s";
        StringBuilder head = new StringBuilder(" ".repeat(nameWidth));
        for (ClassStatistics each : evaluation.classes()) {
            head.append(String.format(Locale.ROOT, cell, each.label())).append(' ');
        }
        text.append(head.toString().stripTrailing()).append('\n');
        for (ClassStatistics each : evaluation.classes()) {
            StringBuilder cells = new StringBuilder(String.format(
                    Locale.ROOT, "%" + nameWidth + "s", evaluation.names().numbered(each.label())));
            long[] counts = evaluation.confusion().counts()[each.label()];
            for (int k = 0; k < counts.length; k++) {
                cells.append(String.format(Locale.ROOT, cell, counts[k]))
                        .append(marked.contains(List.of(each.label(), k)) ? '*' : ' ');
            }
            text.append(cells.toString().stripTrailing()).append('\n');
        }
    }

    private void probabilities(ProbabilityMetrics figures) {
        line(
                "%nLog-loss %s, Brier score %s, macro AUC %s%n",
                NumberFormats.four(figures.logLoss()),
                NumberFormats.four(figures.brier()),
                NumberFormats.four(figures.macroAuc()));
        line(
                "Top-1 accuracy %s%s%n",
                NumberFormats.four(figures.topKAccuracy().get(1)),
                figures.topKAccuracy().tailMap(2).entrySet().stream()
                        .map(top -> ", top-" + top.getKey() + " " + NumberFormats.four(top.getValue()))
                        .collect(Collectors.joining()));
        line(
                "ECE %s, MCE %s%n",
                NumberFormats.four(figures.calibration().ece()),
                NumberFormats.four(figures.calibration().mce()));
    }

    private void notEvaluated() {
        line("Accuracy: not evaluated (no labels)%n");
        line("Images: %s%n%n", NumberFormats.grouped(evaluation.count()));
        String format = "%" + evaluation.names().width(CLASS_WIDTH) + "s %10s%n";
        line(format + "%n", "class", "predicted");
        for (int k = 0; k < evaluation.predicted().length; k++) {
            line(
                    format,
                    evaluation.names().numbered(k),
                    NumberFormats.grouped(evaluation.predicted()[k]));
        }
    }
}
