package dev.mnistscorer.spark;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * View of one row of a partition in Spark's own form, by column. The same object views all rows of a partition, one after
 * the other; as {@code Row} objects the rows would cost more than the forward pass.
 */
public final class RowView {
    /** The number of a column that the table does not have. */
    public static final int ABSENT = -1;

    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final StructType schema;
    private final List<String> names;
    private InternalRow row;
    private byte[] lastBytes;
    private int bytesColumn = ABSENT;
    private UTF8String lastText;
    private String lastString;

    RowView(StructType schema) {
        this.schema = schema;
        this.names = List.of(schema.fieldNames());
    }

    /** A view of one row. */
    public static RowView ofValues(StructType schema, Object... values) {
        return new RowView(schema).of(new GenericInternalRow(values));
    }

    RowView of(InternalRow current) {
        row = current;
        bytesColumn = ABSENT;
        return this;
    }

    InternalRow row() {
        return row;
    }

    /** Columns of the row. */
    public StructType schema() {
        return schema;
    }

    /** Number of a column, or {@link #ABSENT}. */
    public int column(String name) {
        return names.indexOf(name);
    }

    /** Tells whether a column is null; an absent one is. */
    public boolean isNull(int column) {
        return column == ABSENT || row.isNullAt(column);
    }

    /** Value of an int column. */
    public int getInt(int column) {
        return row.getInt(column);
    }

    /** Value of a bigint column. */
    public long getLong(int column) {
        return row.getLong(column);
    }

    /** Value of a float column. */
    public float getFloat(int column) {
        return row.getFloat(column);
    }

    /** Value of a column of numbers, or of texts of numbers; NaN if it is no number. */
    public double getNumber(int column) {
        DataType type = schema.apply(column).dataType();
        if (type instanceof IntegerType) {
            return row.getInt(column);
        }
        if (type instanceof NumericType) {
            Object number = row.get(column, type);
            return number instanceof Decimal decimal ? decimal.toDouble() : ((Number) number).doubleValue();
        }
        try {
            return type instanceof StringType
                    ? Double.parseDouble(row.getUTF8String(column).toString())
                    : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Value of a column of any type as text. */
    public String getText(int column) {
        if (schema.apply(column).dataType() instanceof DateType) {
            return LocalDate.ofEpochDay(row.getInt(column)).toString();
        }
        return String.valueOf(row.get(column, schema.apply(column).dataType()));
    }

    /** Value of a string column. The last value is remembered: a file's name repeats in all of its rows. */
    public String getString(int column) {
        UTF8String text = row.getUTF8String(column);
        if (!text.equals(lastText)) {
            lastText = text.clone();
            lastString = text.toString();
        }
        return lastString;
    }

    /** Value of a column of type array&lt;float&gt;, as a new array. */
    public float[] getFloats(int column) {
        return row.getArray(column).toFloatArray();
    }

    /** Value of a binary column, possibly not a copy. It is remembered: some forms of a row make a new array each time. */
    public byte[] getBytes(int column) {
        if (bytesColumn != column) {
            lastBytes = row.getBinary(column);
            bytesColumn = column;
        }
        return lastBytes;
    }

    /** Number of bytes of a binary column. */
    public int length(int column) {
        // The low half of the word of a variable-length field.
        return row instanceof UnsafeRow unsafe ? (int) unsafe.getLong(column) : getBytes(column).length;
    }

    /** The first eight bytes of a binary column, big-endian; it must have them. */
    public long firstLong(int column) {
        if (row instanceof UnsafeRow unsafe) {
            long offset = unsafe.getLong(column) >>> Integer.SIZE;
            long bytes = Platform.getLong(unsafe.getBaseObject(), unsafe.getBaseOffset() + offset);
            return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? bytes : Long.reverseBytes(bytes);
        }
        return (long) BIG_ENDIAN.get(getBytes(column), 0);
    }

    /** Copies the first {@code count} bytes of a binary column to {@code to[at…]}. */
    public void copyBytes(int column, int count, byte[] to, int at) {
        if (row instanceof UnsafeRow unsafe) {
            // The high half of the word is the offset in the row.
            long offset = unsafe.getLong(column) >>> Integer.SIZE;
            Platform.copyMemory(
                    unsafe.getBaseObject(),
                    unsafe.getBaseOffset() + offset,
                    to,
                    (long) Platform.BYTE_ARRAY_OFFSET + at,
                    count);
        } else {
            System.arraycopy(getBytes(column), 0, to, at, count);
        }
    }
}
