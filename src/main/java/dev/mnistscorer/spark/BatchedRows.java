package dev.mnistscorer.spark;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The rows of one partition with a {@link BatchFunction} applied: fills a mini-batch from the input, runs it, hands out its
 * rows. A row handed out may be changed by the next one, as everywhere inside Spark's execution: copy those to be kept.
 */
final class BatchedRows implements Iterator<InternalRow> {
    private final Iterator<InternalRow> input;
    private final RowView view;
    private final BatchFunction function;
    private final ResultRows results;
    private final int batchSize;
    private int filled;
    private int next;

    /** Rows in the form of {@code results}. */
    BatchedRows(Iterator<InternalRow> input, RowView view, BatchFunction function, ResultRows results) {
        this.input = input;
        this.view = view;
        this.function = function;
        this.results = results;
        this.batchSize = function.batchSize();
    }

    @Override
    public boolean hasNext() {
        // A mini-batch of which no row was accepted is not the end.
        while (next == filled && input.hasNext()) {
            fill();
        }
        return next < filled;
    }

    @Override
    public InternalRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return results.row(next++);
    }

    private void fill() {
        filled = 0;
        next = 0;
        while (filled < batchSize && input.hasNext()) {
            InternalRow current = input.next();
            if (function.accept(view.of(current), filled)) {
                results.keep(current, filled++);
            }
        }
        if (filled > 0) {
            function.run(filled);
        }
    }
}
