package dev.mnistscorer.spark;

import org.apache.spark.sql.types.StructType;

/**
 * A function of mini-batches of rows: it replaces the last columns of its input by columns of its own. For one thread.
 *
 * @see PartitionRows#inBatches
 */
public interface BatchFunction {
    /** Number of the last columns that the function takes. */
    int inputs();

    /** Columns that the function computes. */
    StructType columns();

    /** Largest number of rows in a mini-batch. */
    int batchSize();

    /** Takes a row as number {@code place} of the mini-batch; false leaves it out of the result. */
    boolean accept(RowView row, int place);

    /** Computes the first {@code count} rows of the mini-batch. */
    void run(int count);

    /**
     * Value of a computed column: an {@code Integer}, {@code Float}, {@code float[]}, {@code byte[]} or null; of a {@link
     * ColumnFunction} a {@code Double}, or {@code double[]} for an ML vector, of the same length in all rows, and before the
     * first mini-batch is run.
     */
    Object value(int place, int column);
}
