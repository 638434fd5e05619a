package dev.mnistscorer.publish;

import java.util.UUID;
import org.apache.hadoop.fs.Path;

/**
 * Places of one attempt at a run below an output directory. Spark's readers do not look into directories whose names begin
 * with an underscore.
 *
 * @param output the output directory
 * @param runId ID of the run
 * @param attempt name of this attempt
 */
record RunPaths(Path output, String runId, String attempt) {
    /** Beginning of the names of published runs: a partition column for readers. */
    static final String RUN = "run_id=";

    /** Directory of invalid rows among the staged files. */
    static final String QUARANTINE = "_quarantine";

    /** Places of a new attempt. */
    static RunPaths newAttempt(Path output, String runId) {
        return new RunPaths(
                output, runId, "_attempt-" + UUID.randomUUID().toString().substring(0, 8));
    }

    /** Predictions, once they are published. */
    Path published() {
        return new Path(output, RUN + runId);
    }

    /** Runs that are under way, or died. */
    Path stagedRuns() {
        return new Path(output, "_staging");
    }

    /** Attempts of the run that are under way, or died. */
    Path attempts() {
        return new Path(stagedRuns(), runId);
    }

    /** Predictions of this attempt before they are published. */
    Path staging() {
        return new Path(attempts(), attempt);
    }

    /** Invalid rows of this attempt before they are published. */
    Path quarantineStaging() {
        return new Path(staging(), QUARANTINE);
    }

    /** Invalid rows, once the run is published. */
    Path quarantine() {
        return new Path(output, QUARANTINE + "/" + RUN + runId);
    }

    /** The right to publish the run, while an attempt at it is published. */
    Path claim() {
        return new Path(attempts(), "_publishing.json");
    }

    /** Turn of one of several incremental runs to publish. */
    Path incrementalTurn() {
        return new Path(stagedRuns(), "_incremental");
    }

    /** The same places of an attempt at a run. */
    RunPaths of(String otherRunId, String otherAttempt) {
        return new RunPaths(output, otherRunId, otherAttempt);
    }

    /** Predictions that failed a gate. */
    Path rejected() {
        return new Path(output, "_rejected/" + runId);
    }
}
