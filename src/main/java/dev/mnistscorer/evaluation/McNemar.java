package dev.mnistscorer.evaluation;

import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * McNemar's test of two accuracies on the same images. Of the images that exactly one network predicts right, each network
 * has the same chance if the accuracies are equal: their number is binomial with probability 1/2.
 *
 * @param p exact two-sided p-value, twice the probability of the smaller count or less; 1 without such images
 * @param midP mid-p value: the same with half of the probability of the count itself. It is less conservative (Fagerland,
 *     Lydersen and Laake, BMC Medical Research Methodology 13:91, 2013)
 */
public record McNemar(double p, double midP) {
    /** Smallest relative size of a term that changes a sum. */
    private static final double NEGLIGIBLE = 0x1p-60;

    static McNemar of(long onlyBase, long onlyChallenger) {
        long smaller = Math.min(onlyBase, onlyChallenger);
        long trials = onlyBase + onlyChallenger;
        if (trials == 0) {
            return new McNemar(1, 1);
        }
        double equal =
                new BinomialDistribution(null, Math.toIntExact(trials), 0.5).probability(Math.toIntExact(smaller));
        double tail = equal * tail(smaller, trials);
        return new McNemar(Math.min(1, 2 * tail), Math.min(1, 2 * tail - equal));
    }

    /**
     * Returns the probability of at most {@code smaller} of {@code trials} over that of exactly {@code smaller}. All terms
     * are positive, so that the tail is precise where its complement would round to 1.
     */
    private static double tail(long smaller, long trials) {
        double sum = 1;
        double term = 1;
        for (long k = smaller; k > 0 && term > NEGLIGIBLE * sum; k--) {
            term *= (double) k / (trials - k + 1);
            sum += term;
        }
        return sum;
    }
}
