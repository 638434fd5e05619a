package dev.mnistscorer.network;

/**
 * {@code scale · x + shift}, element by element: the common form of pixel scaling, batch normalization and a bias.
 * Equality is by identity of the arrays, which are shared, not copied.
 *
 * @param scale {@code [width]}, or {@code [1]} for one factor for all elements
 * @param shift same length as {@code scale}
 */
public record Affine(double[] scale, double[] shift) {
    /** Identity function. */
    public static final Affine IDENTITY = of(1, 0);

    /**
     * Checks the lengths and that all numbers are finite.
     *
     * @throws IllegalArgumentException if they differ or are not
     */
    public Affine {
        if (scale.length != shift.length) {
            throw new IllegalArgumentException(String.format(
                    "scales and shifts must have the same length but have %d and %d", scale.length, shift.length));
        }
        for (int i = 0; i < scale.length; i++) {
            if (!Double.isFinite(scale[i]) || !Double.isFinite(shift[i])) {
                throw new IllegalArgumentException(
                        "scales and shifts must be finite numbers but are %s and %s".formatted(scale[i], shift[i]));
            }
        }
    }

    /** Returns a function with one factor and one shift for all elements. */
    public static Affine of(double scale, double shift) {
        return new Affine(new double[] {scale}, new double[] {shift});
    }

    /**
     * Returns the function of a layer.
     *
     * @param name name of the layer, for messages
     * @throws IllegalArgumentException naming it, if the lengths differ or a number is not finite
     */
    public static Affine named(String name, double[] scale, double[] shift) {
        try {
            return new Affine(scale, shift);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    /** Number of elements; 1 if the numbers apply to all alike. */
    public int width() {
        return scale.length;
    }

    /** Factor of element {@code i}. */
    public double scale(int i) {
        return scale[scale.length == 1 ? 0 : i];
    }

    /** Shift of element {@code i}. */
    public double shift(int i) {
        return shift[shift.length == 1 ? 0 : i];
    }

    /** Returns the function on {@code width} elements, a multiple of its own width, by repeating its numbers. */
    public Affine repeated(int width) {
        double[] scales = new double[width];
        double[] shifts = new double[width];
        for (int i = 0; i < width; i++) {
            scales[i] = scale[i % scale.length];
            shifts[i] = shift[i % shift.length];
        }
        return new Affine(scales, shifts);
    }

    /**
     * Returns the composition: {@code next} applied to the result of this function.
     *
     * @throws IllegalArgumentException if the widths differ
     */
    public Affine then(Affine next) {
        if (width() != next.width() && width() != 1 && next.width() != 1) {
            throw new IllegalArgumentException(
                    "scaling of " + next.width() + " numbers must not follow scaling of " + width());
        }
        double[] scales = new double[Math.max(width(), next.width())];
        double[] shifts = new double[scales.length];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = scale(i) * next.scale(i);
            shifts[i] = shift(i) * next.scale(i) + next.shift(i);
        }
        return new Affine(scales, shifts);
    }

    /** Returns true if the function changes no number. */
    public boolean isIdentity() {
        for (int i = 0; i < width(); i++) {
            if (scale[i] != 1 || shift[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
