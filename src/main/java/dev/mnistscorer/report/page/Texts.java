package dev.mnistscorer.report.page;

import dev.mnistscorer.evaluation.ConfidenceInterval;
import dev.mnistscorer.report.NumberFormats;
import java.util.Locale;

/** Numbers as the page shows them. */
final class Texts {
    private Texts() {}

    /** With {@code decimals} decimals; a dash for an undefined figure. */
    static String decimals(double value, int decimals) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** With 4 decimals. */
    static String four(double value) {
        return decimals(value, 4);
    }

    /** A difference, with its sign and 4 decimals. */
    static String signed(double value) {
        return Double.isNaN(value) ? four(value) : NumberFormats.signed(value).replace('-', '−');
    }

    /** A p-value: with 4 decimals, or as {@code 1.2e-34} if these would be zeros. */
    static String probability(double value) {
        return Double.isNaN(value) ? four(value) : NumberFormats.probability(value);
    }

    /** In per cent with one decimal, without the sign. */
    static String percent(double fraction) {
        return decimals(100 * fraction, 1);
    }

    /** With commas: {@code 10,000}. */
    static String grouped(long count) {
        return NumberFormats.grouped(count);
    }

    /** Both bounds with 4 decimals. */
    static String interval(ConfidenceInterval interval) {
        return Double.isNaN(interval.low()) ? "–" : four(interval.low()) + " to " + four(interval.high());
    }

    /** A number of things: {@code 1 image}, {@code 2 images}. */
    static String count(long count, String thing) {
        return grouped(count) + " " + thing + (count == 1 ? "" : "s");
    }
}
