package dev.mnistscorer.report.page;

import dev.mnistscorer.evaluation.ConfidenceInterval;
import dev.mnistscorer.evaluation.Evaluation;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A fraction and its confidence interval on an axis that ends with 1, as a picture. Positions are in per cent of the width.
 *
 * @param low position of the lower bound
 * @param width width of the interval
 * @param point position of the fraction
 * @param gate position of the least value that a gate demands; null if there is none
 * @param start value at the start of the axis
 * @param text the same in words
 */
record Scale(String low, String width, String point, String gate, String start, String text) {
    private static final double STEP = 0.1;

    static Scale of(Evaluation evaluation, OptionalDouble gate) {
        ConfidenceInterval interval = evaluation.accuracyInterval();
        double start = start(Math.min(interval.low(), gate.orElse(1)));
        String text = "Accuracy " + Texts.four(evaluation.accuracy()) + ", 95 % CI " + Texts.interval(interval)
                + (gate.isPresent() ? ", gate at " + Texts.four(gate.getAsDouble()) : "");
        return of(evaluation.accuracy(), interval, gate, start, text);
    }

    static Scale of(double value, ConfidenceInterval interval, OptionalDouble gate, double start, String text) {
        return new Scale(
                position(interval.low(), start),
                position(start + interval.high() - interval.low(), start),
                position(value, start),
                gate.isPresent() ? position(gate.getAsDouble(), start) : null,
                Texts.decimals(start, 1),
                text);
    }

    /** Start of an axis on which {@code least} is seen: the next tenth below it, and at most 0.9. */
    static double start(double least) {
        return Double.isNaN(least) ? 0 : Math.max(0, Math.min(1 - STEP, Math.floor(least / STEP) * STEP));
    }

    private static String position(double value, double start) {
        return String.format(Locale.ROOT, "%.2f", 100 * (value - start) / (1 - start));
    }
}
