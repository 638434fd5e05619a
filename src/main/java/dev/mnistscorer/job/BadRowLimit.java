package dev.mnistscorer.job;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many rows may be left out.
 *
 * @param value a number of rows, or a share of all in percent
 * @param percent which of the two
 */
public record BadRowLimit(double value, boolean percent) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,15})|(\\d{1,3}(?:\\.\\d{1,9})?)%");
    private static final double ALL = 100;

    /**
     * The limit of a text: {@code 20} or {@code 0.5%}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static BadRowLimit parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches() || matcher.group(2) != null && Double.parseDouble(matcher.group(2)) > ALL) {
            throw new IllegalArgumentException(
                    "--max-bad-rows must be a number of rows, or a share in 0%..100%, but was " + text);
        }
        boolean percent = matcher.group(2) != null;
        return new BadRowLimit(Double.parseDouble(matcher.group(percent ? 2 : 1)), percent);
    }

    /** Whether so many of so many rows are too many. */
    boolean exceeded(long bad, long read) {
        return percent ? bad * ALL > value * read : bad > value;
    }

    @Override
    public String toString() {
        return percent ? value + " %" : String.format(Locale.ROOT, "%,.0f", value);
    }
}
