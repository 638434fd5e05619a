package dev.mnistscorer.report;

import dev.mnistscorer.evaluation.Drift;
import dev.mnistscorer.evaluation.ExpectedAccuracy;
import dev.mnistscorer.evaluation.Shift;
import java.util.Locale;

/** Drift from a reference for the terminal. */
final class DriftText {
    private final StringBuilder text = new StringBuilder();

    private DriftText() {}

    /** The text, of several lines. */
    static String of(Drift drift) {
        DriftText text = new DriftText();
        text.shifts(drift);
        text.expected(drift);
        return text.text.toString();
    }

    private void shifts(Drift drift) {
        line(
                "Drift from a reference of %s images",
                NumberFormats.grouped(drift.reference().count()));
        text.append('\n');
        shift("predictions", drift.predictions());
        shift("confidence", drift.confidence());
        text.append('\n');
        line(
                "Predictions: chi-square p %s, Cramér's V %s (0.1 small, 0.3 medium, 0.5 large)",
                NumberFormats.probability(drift.chiSquare().p()),
                NumberFormats.four(drift.chiSquare().cramersV()));
        line("Ink: %s standard deviations (0.2 small, 0.5 medium, 0.8 large)", NumberFormats.signed(drift.inkShift()));
    }

    private void shift(String name, Shift shift) {
        line(
                "%12s  PSI %s (%s), Jensen-Shannon distance %s",
                name, NumberFormats.four(shift.psi()), size(shift), NumberFormats.four(shift.jensenShannon()));
    }

    private static String size(Shift shift) {
        return switch (shift.size()) {
            case NOT_KNOWN -> "not known";
            case NONE -> "no shift: below " + Shift.MODERATE;
            case MODERATE_SHIFT -> "moderate shift: " + Shift.MODERATE + " to " + Shift.LARGE;
            case LARGE_SHIFT -> "large shift: above " + Shift.LARGE;
        };
    }

    private void expected(Drift drift) {
        ExpectedAccuracy expected = drift.expectedAccuracy();
        if (drift.reference().labelled() == 0) {
            line("Expected accuracy: not known (the reference has no labels)");
        } else if (Double.isNaN(expected.value())) {
            line("Expected accuracy: not known (there are no probabilities)");
        } else {
            line(
                    "Expected accuracy %s (95 %% CI %s to %s), if a confidence is right as often as in the reference",
                    NumberFormats.four(expected.value()),
                    NumberFormats.four(expected.interval().low()),
                    NumberFormats.four(expected.interval().high()));
        }
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
