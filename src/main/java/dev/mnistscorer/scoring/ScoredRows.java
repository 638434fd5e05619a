package dev.mnistscorer.scoring;

import dev.mnistscorer.error.BadInputException;
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

    private final InternalRow[] kept;
    private final ResultRow result;
    private final JoinedRow row = new JoinedRow();
    private int filled;
    private int next;

    ScoredRows(Iterator<InternalRow> input, StructType schema, int imageLength, ForwardPass pass, Detail detail) {
        this.input = input;
        this.pass = pass;
        this.imageColumn = schema.fieldIndex(Columns.IMAGE);
        this.imageLength = imageLength;
        this.otherColumns = UnsafeProjection.create(allBut(imageColumn, schema));
        this.kept = new InternalRow[pass.batchSize()];
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
        if (next == filled) {
            fill();
        }
        return next < filled;
    }

    @Override
    public InternalRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        row.apply(kept[next], result.of(next));
        next++;
        return row;
    }

    private void fill() {
        filled = 0;
        next = 0;
        while (filled < kept.length && input.hasNext()) {
            InternalRow taken = input.next();
            copyImage(taken, filled * imageLength);
            kept[filled++] = otherColumns.apply(taken).copy();
        }
        if (filled > 0) {
            pass.run(filled);
        }
    }

    private void copyImage(InternalRow from, int to) {
        if (from.isNullAt(imageColumn)) {
            throw new BadInputException("column image must hold " + imageLength + " bytes but is null");
        }
        if (from instanceof UnsafeRow unsafe) {
            // Straight from Spark's memory: getBinary would copy to a new array first.
            long position = unsafe.getLong(imageColumn);
            checkLength((int) position);
            Platform.copyMemory(
                    unsafe.getBaseObject(),
                    unsafe.getBaseOffset() + (position >>> Integer.SIZE),
                    pass.pixels(),
                    (long) Platform.BYTE_ARRAY_OFFSET + to,
                    imageLength);
        } else {
            byte[] image = from.getBinary(imageColumn);
            checkLength(image.length);
            System.arraycopy(image, 0, pass.pixels(), to, imageLength);
        }
    }

    private void checkLength(int length) {
        if (length != imageLength) {
            throw new BadInputException(
                    "column image must hold " + imageLength + " bytes, the network's inputs, but holds " + length);
        }
    }
}
