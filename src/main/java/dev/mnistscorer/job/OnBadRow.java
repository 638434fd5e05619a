package dev.mnistscorer.job;

/** What becomes of rows that cannot be scored. */
public enum OnBadRow {
    /** The first ends the run. */
    FAIL,
    /** They are counted and left out. */
    DROP,
    /** And written, with the reason, beside the predictions. */
    QUARANTINE
}
