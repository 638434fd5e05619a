package dev.mnistscorer.evaluation;

import java.util.Arrays;

/**
 * Distance of two distributions over the same bins.
 *
 * @param psi population stability index: {@code Σ (p − q) ln (p / q)}. To each set one image is added that is spread over
 *     the bins as both sets together: that leaves equal distributions equal, and an empty bin a logarithm. Two samples of
 *     one distribution, of m and n images, differ by about {@code (bins − 1)(1/m + 1/n)}. By the usual rule (N. Siddiqi,
 *     Credit Risk Scorecards, 2006), less than 0.1 is no shift, and more than 0.25 a large one
 * @param jensenShannon Jensen–Shannon distance: the root of the divergence with logarithms to base 2, from 0 to 1
 */
public record Shift(double psi, double jensenShannon) {
    /** Value of both figures where a distribution is not known. */
    static final Shift UNKNOWN = new Shift(Double.NaN, Double.NaN);

    /** PSI from which on a shift is moderate. */
    public static final double MODERATE = 0.1;

    /** PSI from which on a shift is large. */
    public static final double LARGE = 0.25;

    /** Size of a shift by its PSI. */
    public enum Size {
        /** The PSI is not known. */
        NOT_KNOWN,
        /** Below {@link #MODERATE}. */
        NONE,
        /** From {@link #MODERATE} to {@link #LARGE}. */
        MODERATE_SHIFT,
        /** Above {@link #LARGE}. */
        LARGE_SHIFT
    }

    /** Size of the shift by the usual rule. */
    public Size size() {
        if (Double.isNaN(psi)) {
            return Size.NOT_KNOWN;
        }
        return psi < MODERATE ? Size.NONE : psi <= LARGE ? Size.MODERATE_SHIFT : Size.LARGE_SHIFT;
    }

    static Shift of(long[] reference, long[] counts) {
        return total(reference) == 0 || total(counts) == 0
                ? UNKNOWN
                : new Shift(psi(reference, counts), jensenShannon(reference, counts));
    }

    private static long total(long... counts) {
        return Arrays.stream(counts).sum();
    }

    private static double psi(long[] reference, long[] counts) {
        double ours = total(counts);
        double theirs = total(reference);
        double sum = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            double added = ((double) counts[bin] + reference[bin]) / (ours + theirs);
            if (added > 0) {
                double p = (counts[bin] + added) / (ours + 1);
                double q = (reference[bin] + added) / (theirs + 1);
                sum += (p - q) * StrictMath.log(p / q);
            }
        }
        return sum;
    }

    private static double jensenShannon(long[] reference, long[] counts) {
        double sum = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            double p = (double) counts[bin] / total(counts);
            double q = (double) reference[bin] / total(reference);
            sum += part(p, (p + q) / 2) + part(q, (p + q) / 2);
        }
        // Rounding may leave less than nothing of equal distributions.
        return Math.sqrt(Math.max(0, sum / 2 / StrictMath.log(2)));
    }

    private static double part(double p, double middle) {
        return p == 0 ? 0 : p * StrictMath.log(p / middle);
    }
}
