package dev.mnistscorer.job;

import org.apache.spark.sql.SparkSession;

/** Named points of a publication at which a test can kill the driver: as by SIGKILL, nothing is tidied up. */
enum FaultPoint {
    /** Predictions and manifest are staged. */
    STAGED,
    /** An older run of the same id has been put aside. */
    REPLACED,
    /** The predictions are in place, their manifest has not its final name. */
    RENAMED,
    /** All is done. */
    PUBLISHED;

    private static final String SETTING = "spark.mnistscorer.haltAt";
    private static final int KILLED = 137;

    /** Says that a run has come here. */
    void reached(SparkSession session) {
        if (session.conf().get(SETTING, "").equals(name())) {
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
