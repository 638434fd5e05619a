package dev.mnistscorer.spark;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;

/** The first columns of another row. One object views all rows. */
final class PrefixRow extends JoinedRow {
    private static final long serialVersionUID = 1L;
    private static final InternalRow NO_COLUMNS = new GenericInternalRow(0);

    private final int columns;

    PrefixRow(int columns) {
        this.columns = columns;
    }

    InternalRow of(InternalRow row) {
        apply(row, NO_COLUMNS);
        return this;
    }

    @Override
    public int numFields() {
        return columns;
    }
}
