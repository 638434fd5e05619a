package dev.mnistscorer.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Formats of the numbers in reports. */
final class NumberFormats {
    /** Enough to tell any two fractions of 10^9 images apart, and few enough to hide how a JVM prints a double. */
    private static final int DECIMALS = 10;

    private NumberFormats() {}

    /** Rounded to 10 decimals, without trailing zeros; null for an undefined figure. */
    static BigDecimal decimal(double value) {
        if (Double.isNaN(value)) {
            return null;
        }
        BigDecimal rounded = new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
    }

    /** With 4 decimals; a dash for an undefined figure. */
    static String four(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }

    /** With commas: {@code 10,000}. */
    static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
