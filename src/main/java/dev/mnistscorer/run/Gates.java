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
 * @param challenger condition for the accuracy of a challenger
 * @param maxDrift largest of the population stability indices of predictions and of confidence, at least 0
 * @param minExpectedAccuracy least accuracy that is expected without labels, 0 to 1
 */
public record Gates(
        OptionalDouble minAccuracy,
        OptionalDouble minRecall,
        OptionalDouble maxLogLoss,
        OptionalDouble maxDrop,
        Optional<String> baseline,
        Optional<ChallengerGate> challenger,
        OptionalDouble maxDrift,
        OptionalDouble minExpectedAccuracy) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException naming the argument
     */
    public Gates {
        checkFraction("--min-accuracy", minAccuracy);
        checkFraction("--min-recall", minRecall);
        checkFraction("--max-drop", maxDrop);
        checkFraction("--min-expected-accuracy", minExpectedAccuracy);
        checkPositive("--max-log-loss", maxLogLoss);
        checkPositive("--max-drift", maxDrift);
        if (maxDrop.isPresent() != baseline.isPresent()) {
            throw new IllegalArgumentException("--max-drop and --baseline must be given together");
        }
    }

    private static void checkFraction(String name, OptionalDouble value) {
        if (value.isPresent() && !(value.getAsDouble() >= 0 && value.getAsDouble() <= 1)) {
            throw new IllegalArgumentException(name + " must be in 0..1 but was " + value.getAsDouble());
        }
    }

    private static void checkPositive(String name, OptionalDouble value) {
        if (value.isPresent() && !(value.getAsDouble() >= 0)) {
            throw new IllegalArgumentException(name + " must be a number from 0 on but was " + value.getAsDouble());
        }
    }
}
