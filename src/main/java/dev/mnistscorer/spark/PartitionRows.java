package dev.mnistscorer.spark;

import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The rows of one partition, one at a time. For one pass by one thread. */
public final class PartitionRows {
    private final Iterator<InternalRow> rows;
    private final RowView view;

    PartitionRows(Iterator<InternalRow> rows, StructType schema) {
        this.rows = rows;
        this.view = new RowView(schema);
    }

    /** Moves to the next row; false at the end. */
    public boolean next() {
        if (!rows.hasNext()) {
            return false;
        }
        view.of(rows.next());
        return true;
    }

    /** The row moved to; always the same object. */
    public RowView row() {
        return view;
    }

    /**
     * Applies a function to mini-batches of the rows, computed as they are read.
     *
     * @param function makes the function of the view through which it will see the rows
     * @return the columns that the function does not take, and after them those that are computed
     */
    public PartitionRows inBatches(Function<RowView, BatchFunction> function) {
        BatchFunction made = function.apply(view);
        StructType schema = new StructType(
                Arrays.copyOf(view.schema().fields(), view.schema().length() - made.inputs()));
        for (StructField computed : made.columns().fields()) {
            schema = schema.add(computed);
        }
        return new PartitionRows(new BatchedRows(rows, view, made, new LazyRows(view, made)), schema);
    }

    Iterator<InternalRow> iterator() {
        return rows;
    }
}
