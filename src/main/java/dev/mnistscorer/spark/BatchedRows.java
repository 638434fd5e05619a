package dev.mnistscorer.spark;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;

/**
 * The rows of one partition with a {@link BatchFunction} applied: fills a mini-batch from the input, runs it, hands out its
 * rows. All rows handed out are one object, as everywhere inside Spark's execution: copy those to be kept.
 */
final class BatchedRows implements Iterator<InternalRow> {
    private final Iterator<InternalRow> input;
    private final RowView view;
    private final BatchFunction function;
    private final UnsafeProjection otherColumns;
    private final UnsafeRow[] kept; // [batch]: the columns that stay
    private final ComputedRow computed;
    private final JoinedRow row = new JoinedRow();
    private int filled;
    private int next;

    /** Rows of which the columns that the function does not take stay. */
    BatchedRows(Iterator<InternalRow> input, RowView view, BatchFunction function) {
        this(
                input,
                view,
                function,
                UnsafeProjection.create(otherColumns(view, function)),
                view.schema().length() - function.inputs());
    }

    /** Rows of which {@code otherColumns} stay, which are {@code count} columns. */
    BatchedRows(
            Iterator<InternalRow> input,
            RowView view,
            BatchFunction function,
            UnsafeProjection otherColumns,
            int count) {
        this.input = input;
        this.view = view;
        this.function = function;
        this.kept = new UnsafeRow[function.batchSize()];
        this.computed = new ComputedRow(function);
        this.otherColumns = otherColumns;
        for (int i = 0; i < kept.length; i++) {
            kept[i] = new UnsafeRow(count);
            kept[i].pointTo(new byte[0], 0);
        }
    }

    private static DataType[] otherColumns(RowView view, BatchFunction function) {
        DataType[] types = new DataType[view.schema().length() - function.inputs()];
        for (int i = 0; i < types.length; i++) {
            types[i] = view.schema().apply(i).dataType();
        }
        return types;
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
        row.apply(kept[next], computed.of(next));
        next++;
        return row;
    }

    private void fill() {
        filled = 0;
        next = 0;
        while (filled < kept.length && input.hasNext()) {
            InternalRow current = input.next();
            if (function.accept(view.of(current), filled)) {
                kept[filled++].copyFrom(otherColumns.apply(current));
            }
        }
        if (filled > 0) {
            function.run(filled);
        }
    }

    /** The computed columns of one row; a column that is not read costs nothing. */
    private static final class ComputedRow extends GenericInternalRow {
        private static final long serialVersionUID = 1L;
        private static final byte DENSE = 1;

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
            if (value instanceof double[] numbers) {
                return vector(numbers);
            }
            return value instanceof float[] floats ? UnsafeArrayData.fromPrimitiveArray(floats) : value;
        }

        /** A dense vector in the form that {@code org.apache.spark.ml.linalg.VectorUDT} stores. */
        private static InternalRow vector(double[] numbers) {
            return new GenericInternalRow(
                    new Object[] {DENSE, null, null, UnsafeArrayData.fromPrimitiveArray(numbers)});
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
