package dev.mnistscorer.spark;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.DataType;

/** Result rows of which a computed column that is not read costs nothing. All are one object. */
final class LazyRows extends ResultRows {
    private final ComputedRow computed;
    private final JoinedRow row = new JoinedRow();

    /** Rows of which the columns that the function does not take stay. */
    LazyRows(RowView view, BatchFunction function) {
        super(
                function.batchSize(),
                UnsafeProjection.create(otherColumns(view, function)),
                view.schema().length() - function.inputs());
        this.computed = new ComputedRow(function);
    }

    private static DataType[] otherColumns(RowView view, BatchFunction function) {
        DataType[] types = new DataType[view.schema().length() - function.inputs()];
        for (int i = 0; i < types.length; i++) {
            types[i] = view.schema().apply(i).dataType();
        }
        return types;
    }

    @Override
    InternalRow row(int place) {
        return row.apply(kept[place], computed.of(place));
    }

    /** The computed columns of one row. */
    private static final class ComputedRow extends GenericInternalRow {
        private static final long serialVersionUID = 1L;

        private final transient BatchFunction function;
        private final boolean[] nullable; // [columns]
        private int place;

        ComputedRow(BatchFunction function) {
            super(function.columns().length());
            this.function = function;
            this.nullable = new boolean[function.columns().length()];
            for (int i = 0; i < nullable.length; i++) {
                nullable[i] = function.columns().apply(i).nullable();
            }
        }

        ComputedRow of(int number) {
            place = number;
            return this;
        }

        @Override
        public Object genericGet(int column) {
            Object value = function.value(place, column);
            return value instanceof float[] floats ? UnsafeArrayData.fromPrimitiveArray(floats) : value;
        }

        @Override
        public boolean isNullAt(int column) {
            return nullable[column] && function.value(place, column) == null;
        }

        @Override
        public GenericInternalRow copy() {
            Object[] values = new Object[numFields()];
            for (int column = 0; column < values.length; column++) {
                values[column] = genericGet(column);
            }
            return new GenericInternalRow(values);
        }
    }
}
