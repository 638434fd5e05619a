package dev.mnistscorer.run;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Conditions for the predictions of a run to be published; empty: no such condition.
 *
 * @param minAccuracy least accuracy, 0 to 1
 * @param minRecall least recall of each class that has images, 0 to 1
 * @param maxLogLoss largest log-loss, at least 0
 * @param maxDrop largest difference by which accuracy may be below that of the baseline, 0 to 1
 * @param baseline URI of the {@code metrics.json} of another run
 */
public record Gates(
        OptionalDouble minAccuracy,
        OptionalDouble minRecall,
        OptionalDouble maxLogLoss,
        OptionalDouble maxDrop,
        Optional<String> baseline) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException naming the argument
     */
    public Gates {
        checkFraction("--min-accuracy", minAccuracy);
        checkFraction("--min-recall", minRecall);
        checkFraction("--max-drop", maxDrop);
        if (maxLogLoss.isPresent() && !(maxLogLoss.getAsDouble() >= 0)) {
            throw new IllegalArgumentException(
                    "--max-log-loss must be a number from 0 on but was " + maxLogLoss.getAsDouble());
        }
        if (maxDrop.isPresent() != baseline.isPresent()) {
            throw new IllegalArgumentException("--max-drop and --baseline must be given together");
        }
    }

    private static void checkFraction(String name, OptionalDouble value) {
        if (value.isPresent() && !(value.getAsDouble() >= 0 && value.getAsDouble() <= 1)) {
            throw new IllegalArgumentException(name + " must be in 0..1 but was " + value.getAsDouble());
        }
    }
}
