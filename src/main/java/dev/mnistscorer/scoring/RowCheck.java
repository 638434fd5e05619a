package dev.mnistscorer.scoring;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.table.Columns;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;

/** Tells which rows a network can score: those with an image of its size and, where there is a label, one of its classes. */
final class RowCheck {
    private static final int ABSENT = -1;

    private final int imageColumn;
    private final int labelColumn;
    private final int originColumn;
    private final int indexColumn;
    private final int imageLength;
    private final int classes;

    RowCheck(StructType schema, int imageLength, int classes) {
        List<String> names = List.of(schema.fieldNames());
        this.imageColumn = names.indexOf(Columns.IMAGE);
        this.labelColumn = names.indexOf(Columns.LABEL);
        this.originColumn = names.indexOf(Columns.ORIGIN);
        this.indexColumn = names.indexOf(Columns.INDEX);
        this.imageLength = imageLength;
        this.classes = classes;
    }

    /** Whether a row can be scored. */
    boolean passes(InternalRow row) {
        return !row.isNullAt(imageColumn) && length(row) == imageLength && hasLabelOfClass(row);
    }

    private int length(InternalRow row) {
        // Straight from Spark's memory: getBinary would copy to a new array first.
        return row instanceof UnsafeRow unsafe ? (int) unsafe.getLong(imageColumn) : row.getBinary(imageColumn).length;
    }

    private boolean hasLabelOfClass(InternalRow row) {
        if (labelColumn == ABSENT || row.isNullAt(labelColumn)) {
            return true;
        }
        int label = row.getInt(labelColumn);
        return label >= 0 && label < classes;
    }

    /** What is wrong with a row that cannot be scored. */
    String reason(InternalRow row) {
        if (row.isNullAt(imageColumn)) {
            return "image must hold " + imageLength + " bytes but is null";
        }
        if (length(row) != imageLength) {
            return "image must hold " + imageLength + " bytes, the network's inputs, but holds " + length(row);
        }
        return "label must be in 0.." + (classes - 1) + " but was " + row.getInt(labelColumn);
    }

    /** The error of a row that cannot be scored, with its place where that is known. */
    BadInputException error(InternalRow row) {
        boolean placed = originColumn != ABSENT && indexColumn != ABSENT;
        return placed
                ? BadInputException.in(
                        row.getUTF8String(originColumn), "%s (image %d)", reason(row), row.getLong(indexColumn))
                : new BadInputException(reason(row));
    }
}
