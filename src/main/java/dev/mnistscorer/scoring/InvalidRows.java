package dev.mnistscorer.scoring;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.image.InvalidRow;
import dev.mnistscorer.spark.RowView;

/** Takes the rows of a partition that cannot be scored. */
@FunctionalInterface
public interface InvalidRows {
    /** Ends the task at the first invalid row, with its place where that is known. */
    InvalidRows FAIL = (row, reason) -> {
        throw InvalidRow.error(row, reason);
    };

    /**
     * Takes an invalid row.
     *
     * @param row to be read before this returns
     * @param reason names the column, the values it may have and the one it has
     * @throws BadInputException if the row ends the run
     */
    void take(RowView row, String reason);
}
