package dev.mnistscorer.run;

import dev.mnistscorer.evaluation.Evaluation;
import java.util.List;
import java.util.Locale;

/** Detects results that a network imported in the wrong way gives: its predictions are hardly better than chance. */
final class NearChance {
    /** Margin above the accuracy of guessing that the upper end of the 95 % CI must reach. */
    private static final double MARGIN = 0.05;

    private NearChance() {}

    /** Returns a warning if the accuracy is close to that of guessing, else nothing. */
    static List<String> warnings(Evaluation evaluation, String weights, String input) {
        double guessing = 1.0 / evaluation.classes().size();
        if (!evaluation.evaluated() || evaluation.accuracyInterval().high() >= guessing + MARGIN) {
            return List.of();
        }
        return List.of(String.format(
                Locale.ROOT,
                "Warning: the accuracy of %.4f is hardly better than guessing: see whether the weights are imported as they"
                        + " were trained, with './submit.sh inspect --weights=%s --input=%s'",
                evaluation.accuracy(),
                weights,
                input));
    }
}
