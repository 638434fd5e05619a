package dev.mnistscorer.image;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.spark.RowView;
import dev.mnistscorer.table.Columns;

/** The error of a row that ends the run. */
public final class InvalidRow {
    private InvalidRow() {}

    /** The error of an invalid row, with its place as far as that is known. */
    public static BadInputException error(RowView row, String reason) {
        int origin = row.column(Columns.ORIGIN);
        int index = row.column(Columns.INDEX);
        if (row.isNull(origin)) {
            return new BadInputException(reason);
        }
        return row.isNull(index)
                ? BadInputException.in(row.getString(origin), "%s", reason)
                : BadInputException.in(row.getString(origin), "%s (image %d)", reason, row.getLong(index));
    }
}
