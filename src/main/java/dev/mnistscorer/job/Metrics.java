package dev.mnistscorer.job;

/** What is evaluated. */
public enum Metrics {
    /** Everything. */
    ALL,
    /** What follows from the confusion matrix: no probability is computed for it. */
    ACCURACY
}
