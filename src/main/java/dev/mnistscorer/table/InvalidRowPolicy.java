package dev.mnistscorer.table;

/**
 * Policy for invalid rows: those whose image is missing or does not have as many pixels as the network has inputs, or whose
 * label is none of the network's classes.
 */
public enum InvalidRowPolicy {
    /** The first one ends the run. */
    FAIL,
    /** They are counted and left out. */
    DROP,
    /** They are counted, left out, and written with the reason beside the predictions. */
    QUARANTINE
}
