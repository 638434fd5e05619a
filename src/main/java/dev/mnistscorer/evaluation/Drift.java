package dev.mnistscorer.evaluation;

import java.util.Optional;

/**
 * Difference of the images of a run from those of a reference, which the same network has scored.
 *
 * @param reference profile of the reference
 * @param predictions shift of the predicted classes
 * @param confidence shift of the confidences over 20 bins of equal width; NaN if one side has none
 * @param chiSquare test of the predicted classes
 * @param inkShift shift of the mean pixel in standard deviations of the reference. By J. Cohen,
 *     Statistical Power Analysis (1988), 0.2 is small, 0.5 medium and 0.8 large
 * @param expectedAccuracy accuracy to be expected without labels
 */
public record Drift(
        Profile reference,
        Shift predictions,
        Shift confidence,
        ChiSquare chiSquare,
        double inkShift,
        ExpectedAccuracy expectedAccuracy) {

    /** Compares the images of a profile with those of a reference, of the same network. */
    public static Drift of(Profile reference, Profile profile) {
        Optional<long[]> confidences = profile.confidence().map(Profile.ConfidenceCounts::counts);
        return new Drift(
                reference,
                Shift.of(reference.predictions(), profile.predictions()),
                reference
                        .confidence()
                        .flatMap(expected -> confidences.map(counts -> Shift.of(expected.counts(), counts)))
                        .orElse(Shift.UNKNOWN),
                ChiSquare.of(reference.predictions(), profile.predictions()),
                profile.images().inkShift(reference.images()),
                reference
                        .confidence()
                        .flatMap(expected -> confidences.map(counts -> ExpectedAccuracy.of(expected, counts)))
                        .orElse(ExpectedAccuracy.UNKNOWN));
    }

    /** The larger of the population stability indices of predictions and of confidence; NaN if one is not known. */
    public double largestPsi() {
        return Math.max(predictions.psi(), confidence.psi());
    }
}
