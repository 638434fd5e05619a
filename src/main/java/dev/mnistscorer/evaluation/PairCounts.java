package dev.mnistscorer.evaluation;

/**
 * Counts of labelled images by which of two networks predict them right.
 *
 * @param both both do
 * @param onlyBase the base does, the challenger does not
 * @param onlyChallenger the challenger does, the base does not
 * @param neither none does
 */
public record PairCounts(long both, long onlyBase, long onlyChallenger, long neither) {
    /** No image. */
    static final PairCounts NONE = new PairCounts(0, 0, 0, 0);

    PairCounts plus(PairCounts other) {
        return new PairCounts(
                both + other.both,
                onlyBase + other.onlyBase,
                onlyChallenger + other.onlyChallenger,
                neither + other.neither);
    }

    /** Number of images. */
    public long total() {
        return both + onlyBase + onlyChallenger + neither;
    }

    /** Accuracy of the base; NaN without images. */
    public double baseAccuracy() {
        return ClassStatistics.ratio(both + onlyBase, total());
    }

    /** Accuracy of the challenger; NaN without images. */
    public double challengerAccuracy() {
        return ClassStatistics.ratio(both + onlyChallenger, total());
    }

    /** Accuracy of the challenger less that of the base; NaN without images. */
    public double difference() {
        return ClassStatistics.ratio(onlyChallenger - onlyBase, total());
    }

    /**
     * Returns the 95 % CI of the difference by method 10 of R. G. Newcombe, Improved confidence intervals for the difference
     * between binomial proportions based on paired data (Statistics in Medicine 17, 1998): the score intervals of the two
     * accuracies, combined with their correlation φ, which is corrected for continuity. It holds its coverage at small counts
     * too, and is never empty where no image tells the networks apart.
     */
    public ConfidenceInterval differenceInterval() {
        ConfidenceInterval base = ConfidenceInterval.wilson(both + onlyBase, total());
        ConfidenceInterval challenger = ConfidenceInterval.wilson(both + onlyChallenger, total());
        double phi = correlation();
        double low = distance(challengerAccuracy() - challenger.low(), base.high() - baseAccuracy(), phi);
        double high = distance(challenger.high() - challengerAccuracy(), baseAccuracy() - base.low(), phi);
        return new ConfidenceInterval(difference() - low, difference() + high);
    }

    private static double distance(double challenger, double base, double phi) {
        // Rounding may leave less than nothing where the two distances are equal and φ is 1.
        return Math.sqrt(Math.max(0, challenger * challenger - 2 * phi * challenger * base + base * base));
    }

    private double correlation() {
        double rows = (double) (both + onlyBase) * (onlyChallenger + neither);
        double columns = (double) (both + onlyChallenger) * (onlyBase + neither);
        if (rows == 0 || columns == 0) {
            return 0;
        }
        double covariance = (double) both * neither - (double) onlyBase * onlyChallenger;
        double corrected = covariance > 0 ? Math.max(0, covariance - total() / 2.0) : covariance;
        return corrected / Math.sqrt(rows) / Math.sqrt(columns);
    }

    /** McNemar's test of the two accuracies. */
    public McNemar test() {
        return McNemar.of(onlyBase, onlyChallenger);
    }
}
