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
 * @param bounds numbers that are valid
 */
public record PixelRange(double low, double high, Bounds bounds) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double WHITE = 255;
    private static final String NUMBER = "(-?\\d+(?:\\.\\d+)?)";
    private static final Pattern PATTERN = Pattern.compile(NUMBER + "\\.\\." + NUMBER);

    /** Text of {@link #ANY}. */
    private static final String NONE = "none";

    /** The range of unsigned bytes. */
    public static final PixelRange BYTES = new PixelRange(0, WHITE);

    /** Numbers that enter the network as they are, such as features that a stage of a pipeline has scaled. */
    public static final PixelRange ANY = new PixelRange(0, WHITE, Bounds.FLOAT32);

    /** Numbers that are valid. */
    public enum Bounds {
        /** Those from {@link PixelRange#low} to {@link PixelRange#high}. */
        RANGE,
        /** All that are finite as float32. */
        FLOAT32
    }

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

    /** A range of which other numbers are invalid. */
    public PixelRange(double low, double high) {
        this(low, high, Bounds.RANGE);
    }

    /**
     * Parses {@code LOW..HIGH}, or {@code none}: numbers of {@link #ANY} range.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static PixelRange parse(String text) {
        if (text.equals(NONE)) {
            return ANY;
        }
        Matcher matcher = PATTERN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a range of pixels must be LOW..HIGH, as 0..1 or -1..1, or none, but was " + text);
        }
        return new PixelRange(Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2)));
    }

    /** Tells whether a number is in the range; NaN is not. */
    boolean contains(double value) {
        return bounds == Bounds.RANGE ? value >= low && value <= high : Float.isFinite((float) value);
    }

    /** The pixel of a number of the range, on the scale 0..255. */
    float pixel(double value) {
        return (float) ((value - low) * (WHITE / (high - low)));
    }

    /** The numbers that are valid, for messages. */
    String valid() {
        return bounds == Bounds.RANGE ? toString() : "the range of float32";
    }

    /** The text that {@link #parse} takes. */
    @Override
    public String toString() {
        return bounds == Bounds.RANGE ? number(low) + ".." + number(high) : NONE;
    }

    /** A number for messages, without a point if it is a whole one. */
    public static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%d", (long) value)
                : Double.toString(value);
    }
}
