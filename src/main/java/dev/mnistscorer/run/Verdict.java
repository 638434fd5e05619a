package dev.mnistscorer.run;

import dev.mnistscorer.error.GateFailedException;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.Profile;
import dev.mnistscorer.publish.RowCounts;
import java.util.List;

/**
 * A scored and judged run.
 *
 * @param evaluation metrics
 * @param profile profile of the images
 * @param rows row accounting
 * @param failures gates that failed, a sentence each
 */
record Verdict(Evaluation evaluation, Profile profile, RowCounts rows, List<String> failures) {
    boolean accepted() {
        return failures.isEmpty();
    }

    /**
     * Ends a run that was not accepted.
     *
     * @throws GateFailedException if a gate failed
     */
    void requireAccepted() {
        if (!accepted()) {
            throw new GateFailedException(failures);
        }
    }
}
