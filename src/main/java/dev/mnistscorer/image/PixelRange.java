package dev.mnistscorer.image;

import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Range of the numbers that stand for pixels.
 *
 * @param low number of pixel 0
 * @param high number of pixel 255
 */
public record PixelRange(double low, double high) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double WHITE = 255;
    private static final String NUMBER = "(-?\\d+(?:\\.\\d+)?)";
    private static final Pattern PATTERN = Pattern.compile(NUMBER + "\\.\\." + NUMBER);

    /** The range of unsigned bytes. */
    public static final PixelRange BYTES = new PixelRange(0, WHITE);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if {@code low} is not below {@code high}
     */
    public PixelRange {
        if (!(low < high) || Double.isInfinite(high - low)) {
            throw new IllegalArgumentException("a range of pixels must be LOW..HIGH with LOW below HIGH but was "
                    + number(low) + ".." + number(high));
        }
    }

    /**
     * Parses {@code LOW..HIGH}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static PixelRange parse(String text) {
        Matcher matcher = PATTERN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a range of pixels must be LOW..HIGH, as 0..1 or -1..1, but was " + text);
        }
        return new PixelRange(Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2)));
    }

    /** Tells whether a number is in the range; NaN is not. */
    boolean contains(double value) {
        return value >= low && value <= high;
    }

    /** The pixel of a number of the range, on the scale 0..255. */
    float pixel(double value) {
        return (float) ((value - low) * (WHITE / (high - low)));
    }

    @Override
    public String toString() {
        return number(low) + ".." + number(high);
    }

    /** A number for messages, without a point if it is a whole one. */
    public static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%d", (long) value)
                : Double.toString(value);
    }
}
