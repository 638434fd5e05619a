package dev.mnistscorer.scoring;

import dev.mnistscorer.table.Columns;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The rows of one partition, scored in mini-batches: fills a batch from its input, runs it, hands out its rows. The row
 * that it hands out is one object, as everywhere inside Spark's execution: copy what is to be kept.
 */
final class ScoredRows implements Iterator<InternalRow> {
    private final Iterator<InternalRow> input;
    private final ForwardPass pass;
    private final int imageColumn;
    private final int imageLength;
    private final UnsafeProjection otherColumns;
    private final RowCheck check;
    private final BadRows badRows;

    private final InternalRow[] kept; // the rows taken together, in order
    private final int[] places; // of each of them, its place in the mini-batch, or ResultRow.BAD
    private final ResultRow result;
    private final JoinedRow row = new JoinedRow();
    private int taken;
    private int next;

    ScoredRows(
            Iterator<InternalRow> input,
            StructType schema,
            int imageLength,
            ForwardPass pass,
            Detail detail,
            RowCheck check,
            BadRows badRows) {
        this.input = input;
        this.pass = pass;
        this.check = check;
        this.badRows = badRows;
        this.imageColumn = schema.fieldIndex(Columns.IMAGE);
        this.imageLength = imageLength;
        this.otherColumns = UnsafeProjection.create(allBut(imageColumn, schema));
        this.kept = new InternalRow[pass.batchSize()];
        this.places = new int[pass.batchSize()];
        this.result = new ResultRow(pass, detail, imageLength);
    }

    private static scala.collection.immutable.Seq<Expression> allBut(int column, StructType schema) {
        List<Expression> references = new ArrayList<>();
        for (int i = 0; i < schema.length(); i++) {
            if (i != column) {
                references.add(new BoundReference(
                        i, schema.apply(i).dataType(), schema.apply(i).nullable()));
            }
        }
        return CollectionConverters.asScala(references).toSeq();
    }

    @Override
    public boolean hasNext() {
        if (next == taken) {
            fill();
        }
        return next < taken;
    }

    @Override
    public InternalRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        row.apply(kept[next], result.of(places[next]));
        next++;
        return row;
    }

    private void fill() {
        int filled = 0;
        taken = 0;
        next = 0;
        while (taken < kept.length && input.hasNext()) {
            InternalRow current = input.next();
            if (check.passes(current)) {
                copyImage(current, filled * imageLength);
                places[taken] = filled++;
            } else if (badRows == BadRows.FAIL) {
                throw check.error(current);
            } else {
                places[taken] = ResultRow.BAD;
            }
            kept[taken++] = otherColumns.apply(current).copy();
        }
        if (filled > 0) {
            pass.run(filled);
        }
    }

    private void copyImage(InternalRow from, int to) {
        if (from instanceof UnsafeRow unsafe) {
            // Straight from Spark's memory: getBinary would copy to a new array first.
            long position = unsafe.getLong(imageColumn);
            Platform.copyMemory(
                    unsafe.getBaseObject(),
                    unsafe.getBaseOffset() + (position >>> Integer.SIZE),
                    pass.pixels(),
                    (long) Platform.BYTE_ARRAY_OFFSET + to,
                    imageLength);
        } else {
            System.arraycopy(from.getBinary(imageColumn), 0, pass.pixels(), to, imageLength);
        }
    }
}
