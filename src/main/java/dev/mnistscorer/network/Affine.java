package dev.mnistscorer.network;

/**
 * {@code scale · x + shift}, element by element: what scaling of pixels, batch normalization and a bias amount to.
 *
 * @param scale {@code [width]}, or {@code [1]} for all elements alike
 * @param shift as {@code scale}
 */
public record Affine(double[] scale, double[] shift) {
    /** What changes nothing. */
    public static final Affine IDENTITY = of(1, 0);

    /**
     * Checks the lengths and that all is finite.
     *
     * @throws IllegalArgumentException if not
     */
    public Affine {
        if (scale.length != shift.length) {
            throw new IllegalArgumentException(
                    String.format("scales and shifts must be as many but are %d and %d", scale.length, shift.length));
        }
        for (int i = 0; i < scale.length; i++) {
            if (!Double.isFinite(scale[i]) || !Double.isFinite(shift[i])) {
                throw new IllegalArgumentException(
                        "scales and shifts must be finite numbers but are %s and %s".formatted(scale[i], shift[i]));
            }
        }
    }

    /** The same for all elements. */
    public static Affine of(double scale, double shift) {
        return new Affine(new double[] {scale}, new double[] {shift});
    }

    /** Of how many elements; 1 for all alike. */
    public int width() {
        return scale.length;
    }

    /** The factor of element {@code i}. */
    public double scale(int i) {
        return scale[scale.length == 1 ? 0 : i];
    }

    /** What is added to element {@code i}. */
    public double shift(int i) {
        return shift[shift.length == 1 ? 0 : i];
    }

    /** The same again and again, until it is for {@code width} elements: a multiple of its own. */
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
     * This, and {@code next} on what it gives.
     *
     * @throws IllegalArgumentException if the two are of different widths
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

    /** Whether it changes nothing. */
    public boolean isIdentity() {
        for (int i = 0; i < width(); i++) {
            if (scale[i] != 1 || shift[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
