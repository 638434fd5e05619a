package dev.mnistscorer.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The ROC curve of one class against the rest, ranked by the probability of the class.
 *
 * @param auc area under the curve: the chance that an image of the class ranks above another image (ties count half);
 *     NaN if there are no images of the class, or no others
 * @param averagePrecision mean, over the images of the class, of the precision at their rank; NaN without any
 * @param points the curve from (0, 0) to (1, 1), thinned out for drawing; empty where {@code auc} is NaN
 */
public record RocCurve(double auc, double averagePrecision, List<Point> points) {
    /** Steps smaller than this are not drawn. */
    private static final double SMALLEST_STEP = 0.004;

    /**
     * A point of the curve, which belongs to one threshold.
     *
     * @param falsePositiveRate fraction of the images of other classes that are above the threshold
     * @param truePositiveRate fraction of the images of the class that are above the threshold
     */
    public record Point(double falsePositiveRate, double truePositiveRate) {}

    /**
     * Derives the curve from two histograms over bins of rising probability.
     *
     * @param positives images of the class in each bin
     * @param negatives images of other classes in each bin
     */
    static RocCurve of(long[] positives, long[] negatives) {
        long allPositive = Arrays.stream(positives).sum();
        long allNegative = Arrays.stream(negatives).sum();
        double pairs = 0;
        double precisions = 0;
        long hits = 0;
        long misses = 0;
        List<Point> points = new ArrayList<>(List.of(new Point(0, 0)));
        for (int bin = positives.length - 1; bin >= 0; bin--) {
            if (positives[bin] == 0 && negatives[bin] == 0) {
                continue;
            }
            // Within a bin, images of the class and of others are assumed to be mixed evenly.
            double hitsHalfway = hits + (positives[bin] + 1) / 2.0;
            precisions += positives[bin] * hitsHalfway / (hitsHalfway + misses + negatives[bin] / 2.0);
            pairs += negatives[bin] * (hits + positives[bin] / 2.0);
            hits += positives[bin];
            misses += negatives[bin];
            Point last = points.get(points.size() - 1);
            Point here = new Point((double) misses / allNegative, (double) hits / allPositive);
            if (here.falsePositiveRate - last.falsePositiveRate + here.truePositiveRate - last.truePositiveRate
                    >= SMALLEST_STEP) {
                points.add(here);
            }
        }
        if (allPositive == 0 || allNegative == 0) {
            return new RocCurve(Double.NaN, allPositive == 0 ? Double.NaN : precisions / allPositive, List.of());
        }
        points.add(new Point(1, 1));
        return new RocCurve(pairs / allPositive / allNegative, precisions / allPositive, List.copyOf(points));
    }
}
