package dev.mnistscorer.job;

/** What predictions can be written as. */
public enum OutputFormat {
    /** Apache Parquet. */
    PARQUET,
    /** One JSON object a line. */
    JSON,
    /** Comma-separated with a line of names; all probabilities stand in one field, separated by spaces. */
    CSV,
    /** Apache ORC. */
    ORC
}
