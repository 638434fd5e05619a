package dev.mnistscorer.spark;

import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
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

    /**
     * Sets a column of an array of numbers without nulls.
     *
     * @param type type of the column: an array of int, bigint, float or double
     * @param number number {@code i}
     */
    public void setNumbers(int column, DataType type, int count, IntToDoubleFunction number) {
        DataType element = ((ArrayType) type).elementType();
        UnsafeArrayData array = UnsafeArrayData.createFreshArray(count, element.defaultSize());
        for (int i = 0; i < count; i++) {
            double value = number.applyAsDouble(i);
            if (element instanceof IntegerType) {
                array.setInt(i, (int) value);
            } else if (element instanceof LongType) {
                array.setLong(i, (long) value);
            } else if (element instanceof FloatType) {
                array.setFloat(i, (float) value);
            } else {
                array.setDouble(i, value);
            }
        }
        update(column, array);
    }

    /** Sets a column of an array of bigint without nulls, of {@code count} numbers. */
    public void setLongs(int column, int count, IntToLongFunction number) {
        UnsafeArrayData array = UnsafeArrayData.createFreshArray(count, Long.BYTES);
        for (int i = 0; i < count; i++) {
            array.setLong(i, number.applyAsLong(i));
        }
        update(column, array);
    }
}
