package dev.mnistscorer.source.parquet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A column of bytes that stay in the memory of their pages until they are asked for. The array of a value is used again for
 * the next one of the same length: a row of a batch is good until the next one is asked for.
 */
final class BytesVector extends ColumnVector {
    private final List<Binary> values = new ArrayList<>();
    private byte[] bytes = {};
    private int nulls;

    BytesVector() {
        super(DataTypes.BinaryType);
    }

    /** Removes all values. */
    void reset() {
        values.clear();
        nulls = 0;
    }

    /** Adds a value, or a null. */
    void add(Binary value) {
        values.add(value);
        nulls += value == null ? 1 : 0;
    }

    @Override
    public byte[] getBinary(int row) {
        Binary value = values.get(row);
        if (value == null) {
            return null;
        }
        ByteBuffer page = value.toByteBuffer();
        if (bytes.length != page.remaining()) {
            bytes = new byte[page.remaining()];
        }
        page.get(bytes);
        return bytes;
    }

    @Override
    public boolean isNullAt(int row) {
        return values.get(row) == null;
    }

    @Override
    public boolean hasNull() {
        return nulls > 0;
    }

    @Override
    public int numNulls() {
        return nulls;
    }

    @Override
    public void close() {
        reset();
    }

    @Override
    public boolean getBoolean(int row) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte getByte(int row) {
        throw new UnsupportedOperationException();
    }

    @Override
    public short getShort(int row) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getInt(int row) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long getLong(int row) {
        throw new UnsupportedOperationException();
    }

    @Override
    public float getFloat(int row) {
        throw new UnsupportedOperationException();
    }

    @Override
    public double getDouble(int row) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ColumnarArray getArray(int row) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ColumnarMap getMap(int row) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Decimal getDecimal(int row, int precision, int scale) {
        throw new UnsupportedOperationException();
    }

    @Override
    public UTF8String getUTF8String(int row) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ColumnVector getChild(int ordinal) {
        throw new UnsupportedOperationException();
    }
}
