package dev.mnistscorer.spark;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/** The rows of a mini-batch: columns that stay, and after them those that a {@link BatchFunction} computes. */
abstract sealed class ResultRows permits LazyRows, UnsafeRows {
    final UnsafeRow[] kept; // [batch]
    private final UnsafeProjection form;

    /**
     * Rows of a mini-batch.
     *
     * @param form what is kept of a row before the mini-batch is run
     * @param columns number of its columns
     */
    ResultRows(int batchSize, UnsafeProjection form, int columns) {
        this.form = form;
        this.kept = new UnsafeRow[batchSize];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = new UnsafeRow(columns);
            kept[i].pointTo(new byte[0], 0);
        }
    }

    /** Keeps a row of the input as number {@code place}. */
    final void keep(InternalRow row, int place) {
        kept[place].copyFrom(form.apply(row));
    }

    /** Row {@code place} of the result, after the mini-batch was run. */
    abstract InternalRow row(int place);
}
