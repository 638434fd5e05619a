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

    private static final String QUARANTINE_SUFFIX = "-quarantine";

    /** Places of a new attempt. */
    static RunPaths newAttempt(Path output, String runId) {
        return new RunPaths(
                output, runId, "_attempt-" + UUID.randomUUID().toString().substring(0, 8));
    }

    /** Predictions, once they are published. */
    Path published() {
        return new Path(output, RUN + runId);
    }

    /** Attempts of the run that are under way, or died. */
    Path attempts() {
        return new Path(output, "_staging/" + runId);
    }

    /** Predictions of this attempt before they are published. */
    Path staging() {
        return new Path(attempts(), attempt);
    }

    /** Invalid rows of an attempt before they are published. */
    Path quarantineStaging(String ofAttempt) {
        return new Path(attempts(), ofAttempt + QUARANTINE_SUFFIX);
    }

    /** Invalid rows, once the run is published. */
    Path quarantine() {
        return new Path(output, "_quarantine/" + RUN + runId);
    }

    /** Older runs that were put aside to be replaced. */
    Path replacedRuns() {
        return new Path(output, "_replaced");
    }

    /** An older run of this ID that was put aside to be replaced. */
    Path replaced() {
        return new Path(replacedRuns(), runId);
    }

    /** The right to publish the run, while an attempt at it is published. */
    Path claim() {
        return new Path(attempts(), "_publishing.json");
    }

    /** Turn of one of several incremental runs to publish. */
    Path incrementalTurn() {
        return new Path(output, "_staging/_incremental");
    }

    /** The same places of another attempt. */
    RunPaths of(String otherAttempt) {
        return new RunPaths(output, runId, otherAttempt);
    }

    /** Predictions that failed a gate. */
    Path rejected() {
        return new Path(output, "_rejected/" + runId);
    }
}
