package dev.mnistscorer.evaluation;

import java.util.Arrays;

/**
 * Accuracy that images without labels are expected to have: the confidence of each prediction, calibrated on a reference
 * with labels, averaged (confidence-based performance estimation; NannyML's CBPE does so with calibrated probabilities).
 * A bin of confidence is calibrated to its accuracy in the reference, as the mean of a Beta distribution with Jeffreys'
 * prior: {@code (right + 1/2) / (labelled + 1)}.
 *
 * <p>It assumes that a prediction of some confidence is right as often as in the reference, which holds where other images
 * of the same kind come in other proportions. It does not hold for images of a kind that the reference does not have:
 * networks may be confident and wrong there, which the figures of drift show.
 *
 * @param value the mean; NaN if the reference has no labels or a distribution is not known
 * @param interval 95 % CI, by the normal distribution: variance of the calibration and of the outcomes of these images
 */
public record ExpectedAccuracy(double value, ConfidenceInterval interval) {
    private static final double PRIOR = 0.5;

    static final ExpectedAccuracy UNKNOWN =
            new ExpectedAccuracy(Double.NaN, new ConfidenceInterval(Double.NaN, Double.NaN));

    static ExpectedAccuracy of(Profile.ConfidenceCounts reference, long[] counts) {
        double images = Arrays.stream(counts).sum();
        if (images == 0 || Arrays.stream(reference.labelled()).sum() == 0) {
            return UNKNOWN;
        }
        double mean = 0;
        double variance = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            double weight = counts[bin] / images;
            long labelled = reference.labelled()[bin];
            double accuracy = (labelled - reference.wrong()[bin] + PRIOR) / (labelled + 2 * PRIOR);
            double spread = accuracy * (1 - accuracy);
            mean += weight * accuracy;
            variance += weight * weight * spread / (labelled + 2) + weight * spread / images;
        }
        double width = ConfidenceInterval.Z * Math.sqrt(variance);
        return new ExpectedAccuracy(mean, new ConfidenceInterval(Math.max(0, mean - width), Math.min(1, mean + width)));
    }
}
