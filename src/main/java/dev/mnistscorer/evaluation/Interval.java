package dev.mnistscorer.evaluation;

/**
 * Where a share lies with 95 % confidence.
 *
 * @param low the lower bound, NaN for a share of nothing
 * @param high the upper bound, NaN for a share of nothing
 */
public record Interval(double low, double high) {
    /** The 97.5th percentile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    /** E. B. Wilson's score interval (J. Am. Stat. Assoc. 22, 1927) for {@code part} of {@code whole}. */
    static Interval wilson(long part, long whole) {
        double share = (double) part / whole;
        double z2 = Z * Z / whole;
        double middle = share + z2 / 2;
        double width = Z * Math.sqrt(share * (1 - share) / whole + z2 / whole / 4);
        // Where it ends at 0 or 1, exactly so.
        double low = part == 0 && whole > 0 ? 0 : (middle - width) / (1 + z2);
        double high = part == whole && whole > 0 ? 1 : (middle + width) / (1 + z2);
        return new Interval(low, high);
    }
}
