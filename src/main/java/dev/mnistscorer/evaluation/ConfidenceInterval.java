package dev.mnistscorer.evaluation;

/**
 * A 95 % confidence interval of a proportion.
 *
 * @param low lower bound, NaN for a proportion of 0 trials
 * @param high upper bound, NaN for a proportion of 0 trials
 */
public record ConfidenceInterval(double low, double high) {
    /** The 97.5th percentile of the standard normal distribution. */
    static final double Z = 1.959963984540054;

    /** Returns E. B. Wilson's score interval (J. Am. Stat. Assoc. 22, 1927) for {@code part} of {@code whole}. */
    public static ConfidenceInterval wilson(long part, long whole) {
        double proportion = (double) part / whole;
        double z2 = Z * Z / whole;
        double middle = proportion + z2 / 2;
        double width = Z * Math.sqrt(proportion * (1 - proportion) / whole + z2 / whole / 4);
        // The bounds 0 and 1 are exact, whatever the square root rounds to.
        double low = part == 0 && whole > 0 ? 0 : (middle - width) / (1 + z2);
        double high = part == whole && whole > 0 ? 1 : (middle + width) / (1 + z2);
        return new ConfidenceInterval(low, high);
    }
}
