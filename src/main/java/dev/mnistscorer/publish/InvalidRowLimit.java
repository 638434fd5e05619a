package dev.mnistscorer.publish;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Largest number of invalid rows that a run may leave out.
 *
 * @param value a number of rows, or a percentage of all
 * @param percent tells which of the two
 */
public record InvalidRowLimit(double value, boolean percent) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,15})|(\\d{1,3}(?:\\.\\d{1,9})?)%");
    private static final double ALL = 100;

    /**
     * Parses a text like {@code 20} or {@code 0.5%}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static InvalidRowLimit parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches() || matcher.group(2) != null && Double.parseDouble(matcher.group(2)) > ALL) {
            throw new IllegalArgumentException(
                    "--max-bad-rows must be a number of rows, or a percentage in 0%..100%, but was " + text);
        }
        boolean percent = matcher.group(2) != null;
        return new InvalidRowLimit(Double.parseDouble(matcher.group(percent ? 2 : 1)), percent);
    }

    /** Tells whether {@code invalid} rows of {@code read} are above the limit. */
    boolean exceeded(long invalid, long read) {
        return percent ? invalid * ALL > value * read : invalid > value;
    }

    @Override
    public String toString() {
        return percent ? value + " %" : String.format(Locale.ROOT, "%,.0f", value);
    }
}
