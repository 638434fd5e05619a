package dev.mnistscorer.spark;

import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A row in Spark's internal form whose columns are set anew for each record of a source. Spark copies the rows that it
 * keeps, so one object is enough for all of them.
 */
public final class MutableRow extends GenericInternalRow {
    private static final long serialVersionUID = 1L;

    /** A row of nulls. */
    public MutableRow(int columns) {
        super(columns);
    }

    /** Sets a column of type string. */
    public void setString(int column, String value) {
        update(column, UTF8String.fromString(value));
    }

    /** Sets a column of type binary; the array is not copied. */
    public void setBytes(int column, byte[] value) {
        update(column, value);
    }
}
