package dev.mnistscorer.scoring;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.spark.RowView;
import dev.mnistscorer.table.Columns;

/** Judges whether a row is valid: whether it has an image of the network's size and, if it has a label, one of its classes. */
final class RowCheck {
    private final RowView row;
    private final int imageColumn;
    private final int labelColumn;
    private final int pixels;
    private final int classes;

    /** A check of the rows that {@code row} views. */
    RowCheck(RowView row, int pixels, int classes) {
        this.row = row;
        this.imageColumn = row.column(Columns.IMAGE);
        this.labelColumn = row.column(Columns.LABEL);
        this.pixels = pixels;
        this.classes = classes;
    }

    /** Tells whether the current row is valid. */
    boolean passes() {
        return !row.isNull(imageColumn) && row.length(imageColumn) == pixels && hasLabelOfClass();
    }

    private boolean hasLabelOfClass() {
        if (row.isNull(labelColumn)) {
            return true;
        }
        int label = row.getInt(labelColumn);
        return label >= 0 && label < classes;
    }

    /** Reason why the current row is invalid. */
    String reason() {
        if (row.isNull(imageColumn)) {
            return "image must hold " + pixels + " bytes but is null";
        }
        if (row.length(imageColumn) != pixels) {
            return "image must hold " + pixels + " bytes, the network's inputs, but holds " + row.length(imageColumn);
        }
        return "label must be in 0.." + (classes - 1) + " but was " + row.getInt(labelColumn);
    }

    /** The error of an invalid row, with its place where that is known. */
    static BadInputException error(RowView row, String reason) {
        int origin = row.column(Columns.ORIGIN);
        int index = row.column(Columns.INDEX);
        return row.isNull(origin) || row.isNull(index)
                ? new BadInputException(reason)
                : BadInputException.in(row.getString(origin), "%s (image %d)", reason, row.getLong(index));
    }
}
