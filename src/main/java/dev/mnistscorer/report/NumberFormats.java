package dev.mnistscorer.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Formats of the numbers in reports. */
public final class NumberFormats {
    /** Enough to tell any two fractions of 10^9 images apart, and few enough to hide how a JVM prints a double. */
    private static final int DECIMALS = 10;

    /** Smallest number that has other digits than zeros among 4 decimals. */
    private static final double SMALLEST_OF_FOUR = 0.00005;

    private NumberFormats() {}

    /** Rounded to 10 decimals, without trailing zeros; null for an undefined figure. */
    static BigDecimal decimal(double value) {
        if (Double.isNaN(value)) {
            return null;
        }
        BigDecimal rounded = new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
    }

    /** Rounded to 10 significant digits, for p-values, which may be very small; null for an undefined figure. */
    static BigDecimal significant(double value) {
        if (Double.isNaN(value)) {
            return null;
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(DECIMALS, RoundingMode.HALF_EVEN));
        return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
    }

    /** A p-value with 4 decimals, or as {@code 1.2e-34} if these are zeros; a dash for an undefined figure. */
    public static String probability(double value) {
        boolean small = value > 0 && value < SMALLEST_OF_FOUR;
        return small ? String.format(Locale.ROOT, "%.1e", value) : four(value);
    }

    /** A difference with a sign and 4 decimals; a dash for an undefined figure. */
    public static String signed(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%+.4f", value);
    }

    /** With 4 decimals; a dash for an undefined figure. */
    static String four(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }

    /** With commas: {@code 10,000}. */
    public static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
