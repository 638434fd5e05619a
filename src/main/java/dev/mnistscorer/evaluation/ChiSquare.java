package dev.mnistscorer.evaluation;

import java.util.Arrays;
import org.apache.commons.math3.special.Gamma;

/**
 * Pearson's chi-square test of whether two sets of images have the same distribution over classes. With many images any
 * difference is significant; Cramér's V tells its size.
 *
 * @param p p-value; NaN if one set is empty or there are fewer than two classes
 * @param cramersV {@code √(χ² / images)}, from 0 to 1. By J. Cohen, Statistical Power Analysis (1988), 0.1 is small, 0.3
 *     medium and 0.5 large
 */
public record ChiSquare(double p, double cramersV) {
    static ChiSquare of(long[] reference, long[] counts) {
        double ours = Arrays.stream(counts).sum();
        double theirs = Arrays.stream(reference).sum();
        double statistic = 0;
        int classes = 0;
        for (int k = 0; k < counts.length; k++) {
            double both = (double) counts[k] + reference[k];
            if (both > 0) {
                classes++;
                // Both cells of a column are as far from their expectations.
                double distance = counts[k] - both * ours / (ours + theirs);
                statistic += distance * distance * (ours + theirs) / both * (1 / ours + 1 / theirs);
            }
        }
        if (classes < 2 || ours == 0 || theirs == 0) {
            return new ChiSquare(Double.NaN, Double.NaN);
        }
        return new ChiSquare(
                Gamma.regularizedGammaQ((classes - 1) / 2.0, statistic / 2), Math.sqrt(statistic / (ours + theirs)));
    }
}
