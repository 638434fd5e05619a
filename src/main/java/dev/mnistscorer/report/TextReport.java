package dev.mnistscorer.report;

import dev.mnistscorer.evaluation.Averages;
import dev.mnistscorer.evaluation.ClassStatistics;
import dev.mnistscorer.evaluation.Evaluation;
import java.util.Locale;

/** An evaluation for the terminal, laid out as scikit-learn's {@code classification_report}. */
public final class TextReport {
    private static final String ROW = "%12s  %9s %9s %9s %9s\n";

    private final Evaluation evaluation;
    private final StringBuilder text = new StringBuilder();

    private TextReport(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /** The text, of several lines. */
    public static String of(Evaluation evaluation) {
        TextReport report = new TextReport(evaluation);
        if (evaluation.evaluated()) {
            report.evaluated();
        } else {
            report.notEvaluated();
        }
        return report.text.toString();
    }

    private void evaluated() {
        line(
                "Accuracy: %s (%s of %s)%n",
                Figures.four(evaluation.accuracy()),
                Figures.grouped(evaluation.correct()),
                Figures.grouped(evaluation.confusion().total()));
        long unlabelled = evaluation.count() - evaluation.confusion().total();
        if (unlabelled > 0) {
            line("%s images have no label and are not in these figures%n", Figures.grouped(unlabelled));
        }
        text.append('\n');
        row("", "precision", "recall", "f1-score", "support");
        text.append('\n');
        for (ClassStatistics each : evaluation.classes()) {
            row(
                    Integer.toString(each.label()),
                    Figures.four(each.precision()),
                    Figures.four(each.recall()),
                    Figures.four(each.f1()),
                    Long.toString(each.support()));
        }
        text.append('\n');
        String total = Long.toString(evaluation.confusion().total());
        row("accuracy", "", "", Figures.four(evaluation.accuracy()), total);
        row("macro avg", evaluation.macro(), total);
        row("weighted avg", evaluation.weighted(), total);
        confusion();
    }

    private void row(String name, Averages averages, String total) {
        row(
                name,
                Figures.four(averages.precision()),
                Figures.four(averages.recall()),
                Figures.four(averages.f1()),
                total);
    }

    private void row(String... cells) {
        text.append(String.format(Locale.ROOT, ROW, (Object[]) cells));
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format.replace("%n", "\n"), arguments));
    }

    private void confusion() {
        long largest = 0;
        for (long[] row : evaluation.confusion().counts()) {
            for (long count : row) {
                largest = Math.max(largest, count);
            }
        }
        int width = 1
                + Math.max(
                        Long.toString(largest).length(),
                        Integer.toString(evaluation.classes().size()).length());
        String cell = "%" + width + "s";
        text.append("\nConfusion matrix (rows: true class, columns: predicted class)\n\n");
        line("%7s", "");
        for (ClassStatistics each : evaluation.classes()) {
            line(cell, each.label());
        }
        text.append('\n');
        for (ClassStatistics each : evaluation.classes()) {
            line("%7s", each.label());
            for (long count : evaluation.confusion().counts()[each.label()]) {
                line(cell, count);
            }
            text.append('\n');
        }
    }

    private void notEvaluated() {
        line("Accuracy: not evaluated (no labels)%n");
        line("Images: %s%n%n", Figures.grouped(evaluation.count()));
        line("%12s %10s%n%n", "class", "predicted");
        for (int k = 0; k < evaluation.predicted().length; k++) {
            line("%12s %10s%n", k, Figures.grouped(evaluation.predicted()[k]));
        }
    }
}
