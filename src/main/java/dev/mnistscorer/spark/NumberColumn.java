package dev.mnistscorer.spark;

import java.util.Optional;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;

/** A column of numbers, an array or an ML vector, in the rows that a {@link RowView} views. For one thread. */
public abstract sealed class NumberColumn {
    final RowView row;
    final int column;

    private NumberColumn(RowView row, int column) {
        this.row = row;
        this.column = column;
    }

    /** The numbers of a column; empty if its type holds none. */
    public static Optional<NumberColumn> of(RowView row, int column) {
        DataType type = row.schema().apply(column).dataType();
        if (type.equals(SQLDataTypes.VectorType())) {
            return Optional.of(new VectorColumn(row, column));
        }
        return type instanceof ArrayType array
                ? Getter.of(array.elementType()).map(getter -> new ArrayColumn(row, column, array, getter))
                : Optional.empty();
    }

    /** Tells whether a column of a type holds numbers. */
    public static boolean holdsNumbers(DataType type) {
        return type.equals(SQLDataTypes.VectorType())
                || type instanceof ArrayType array
                        && Getter.of(array.elementType()).isPresent();
    }

    /** Tells whether the type of the column holds whole numbers only. */
    public abstract boolean isWhole();

    /** Tells whether the current row has no numbers. */
    public final boolean isNull() {
        return row.isNull(column);
    }

    /** Number of the numbers of the current row. */
    public abstract int count();

    /** Reads the current row. */
    public abstract void read();

    /** Tells whether number {@code i} of the row that was read is null. */
    public abstract boolean isNull(int i);

    /** Number {@code i} of the row that was read. */
    public abstract double get(int i);

    /** Access to the elements of an array of one type. */
    private interface Getter {
        double get(ArrayData array, int i);

        static Optional<Getter> of(DataType type) {
            if (type instanceof ByteType) {
                return Optional.of(ArrayData::getByte);
            }
            if (type instanceof ShortType) {
                return Optional.of(ArrayData::getShort);
            }
            if (type instanceof IntegerType) {
                return Optional.of(ArrayData::getInt);
            }
            if (type instanceof LongType) {
                return Optional.of(ArrayData::getLong);
            }
            if (type instanceof FloatType) {
                return Optional.of(ArrayData::getFloat);
            }
            return type instanceof DoubleType ? Optional.of(ArrayData::getDouble) : Optional.empty();
        }
    }

    private static final class ArrayColumn extends NumberColumn {
        private final boolean whole;
        private final boolean nullable;
        private final Getter getter;
        private ArrayData array;

        ArrayColumn(RowView row, int column, ArrayType type, Getter getter) {
            super(row, column);
            this.whole = !type.elementType().equals(DataTypes.FloatType)
                    && !type.elementType().equals(DataTypes.DoubleType);
            this.nullable = type.containsNull();
            this.getter = getter;
        }

        @Override
        public boolean isWhole() {
            return whole;
        }

        @Override
        public int count() {
            return row.row().getArray(column).numElements();
        }

        @Override
        public void read() {
            array = row.row().getArray(column);
        }

        @Override
        public boolean isNull(int i) {
            return nullable && array.isNullAt(i);
        }

        @Override
        public double get(int i) {
            return getter.get(array, i);
        }
    }

    /** Vectors in the form that {@code org.apache.spark.ml.linalg.VectorUDT} stores: type, size, indices, values. */
    private static final class VectorColumn extends NumberColumn {
        private static final int FIELDS = 4;
        private static final byte SPARSE = 0;

        private double[] values;

        VectorColumn(RowView row, int column) {
            super(row, column);
        }

        @Override
        public boolean isWhole() {
            return false;
        }

        @Override
        public int count() {
            InternalRow vector = row.row().getStruct(column, FIELDS);
            return isSparse(vector) ? vector.getInt(1) : vector.getArray(3).numElements();
        }

        private static boolean isSparse(InternalRow vector) {
            return vector.getByte(0) == SPARSE;
        }

        @Override
        public void read() {
            InternalRow vector = row.row().getStruct(column, FIELDS);
            double[] stored = vector.getArray(3).toDoubleArray();
            if (!isSparse(vector)) {
                values = stored;
                return;
            }
            values = new double[vector.getInt(1)];
            int[] indices = vector.getArray(2).toIntArray();
            for (int i = 0; i < indices.length; i++) {
                values[indices[i]] = stored[i];
            }
        }

        @Override
        public boolean isNull(int i) {
            return false;
        }

        @Override
        public double get(int i) {
            return values[i];
        }
    }
}
