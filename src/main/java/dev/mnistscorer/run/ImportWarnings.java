package dev.mnistscorer.run;

import dev.mnistscorer.evaluation.Calibration;
import dev.mnistscorer.evaluation.ConfidenceInterval;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.ProbabilityMetrics;
import java.util.Locale;
import java.util.Optional;

/**
 * Detects results that a network imported in the wrong way gives: predictions hardly better than chance, or a confidence that
 * the accuracy contradicts.
 */
final class ImportWarnings {
    /** Margin above the accuracy of guessing that the upper end of the 95 % CI must reach. */
    private static final double ABOVE_GUESSING = 0.05;

    /**
     * Largest distance of the mean confidence from the 95 % CI of the accuracy. The book's and the built-in network are within
     * 0.05 of the accuracy on MNIST and on sample digits.
     */
    private static final double FROM_ACCURACY = 0.25;

    private ImportWarnings() {}

    /**
     * Returns a warning if there is reason for one.
     *
     * @param weights name of the network
     * @param input name of the images
     * @param imagesLookWrong true if another warning says how the images differ from those of MNIST: then that is the more
     *     likely reason
     */
    static Optional<String> of(Evaluation evaluation, String weights, String input, boolean imagesLookWrong) {
        if (!evaluation.evaluated()) {
            return Optional.empty();
        }
        String advice = imagesLookWrong
                ? "the reason may be the images, as the warning above says"
                : String.format(
                        "see whether the weights are imported as they were trained, with './submit.sh inspect --weights=%s"
                                + " --input=%s'",
                        weights, input);
        return nearChance(evaluation).or(() -> contradiction(evaluation)).map(finding -> finding + ": " + advice);
    }

    private static Optional<String> nearChance(Evaluation evaluation) {
        double guessing = 1.0 / evaluation.classes().size();
        return evaluation.accuracyInterval().high() < guessing + ABOVE_GUESSING
                ? Optional.of(String.format(
                        Locale.ROOT, "the accuracy of %.4f is hardly better than guessing", evaluation.accuracy()))
                : Optional.empty();
    }

    private static Optional<String> contradiction(Evaluation evaluation) {
        double confidence = evaluation
                .probabilities()
                .map(ProbabilityMetrics::calibration)
                .map(Calibration::confidence)
                .orElse(Double.NaN);
        ConfidenceInterval accuracy = evaluation.accuracyInterval();
        return confidence > accuracy.high() + FROM_ACCURACY || confidence < accuracy.low() - FROM_ACCURACY
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "the mean confidence of %.4f contradicts the accuracy of %.4f",
                        confidence,
                        evaluation.accuracy()))
                : Optional.empty();
    }
}
