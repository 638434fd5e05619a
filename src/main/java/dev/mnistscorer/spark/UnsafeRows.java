package dev.mnistscorer.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * Result rows in Spark's unsafe form, which its plans expect of each other. A row is laid out once, when it is read, with
 * room for the computed columns, which are numbers and vectors of one length; they are set in place.
 */
final class UnsafeRows extends ResultRows {
    private static final byte DENSE = 1;
    private static final int VECTOR_FIELDS = 4;
    private static final int VALUES = 3;

    private final BatchFunction function;
    private final int first;
    private final int computed;

    /**
     * Rows of a mini-batch.
     *
     * @param stay columns that stay
     * @param columns columns of the input
     */
    UnsafeRows(BatchFunction function, List<Attribute> stay, List<Attribute> columns) {
        super(
                function.batchSize(),
                UnsafeProjection.create(ScalaLists.of(withRoom(stay, function)), ScalaLists.of(columns)),
                stay.size() + function.columns().length());
        this.function = function;
        this.first = stay.size();
        this.computed = function.columns().length();
    }

    private static List<Expression> withRoom(List<Attribute> stay, BatchFunction function) {
        List<Expression> form = new ArrayList<>(stay);
        for (int i = 0; i < function.columns().length(); i++) {
            Object value = function.value(0, i);
            form.add(new Literal(
                    value instanceof double[] numbers ? vector(numbers) : value,
                    function.columns().apply(i).dataType()));
        }
        return form;
    }

    /** A dense vector in the form that {@code org.apache.spark.ml.linalg.VectorUDT} stores. */
    private static InternalRow vector(double[] numbers) {
        return new GenericInternalRow(new Object[] {DENSE, null, null, UnsafeArrayData.fromPrimitiveArray(numbers)});
    }

    @Override
    InternalRow row(int place) {
        UnsafeRow row = kept[place];
        for (int i = 0; i < computed; i++) {
            Object value = function.value(place, i);
            if (value instanceof double[] numbers) {
                set(row.getStruct(first + i, VECTOR_FIELDS).getArray(VALUES), numbers);
            } else {
                row.setDouble(first + i, (Double) value);
            }
        }
        return row;
    }

    private static void set(ArrayData array, double[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            array.setDouble(i, numbers[i]);
        }
    }
}
