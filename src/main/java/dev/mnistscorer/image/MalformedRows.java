package dev.mnistscorer.image;

import dev.mnistscorer.spark.RowView;
import dev.mnistscorer.table.Columns;
import java.util.Optional;

/** Tells rows of a partition that stand for lines which could not be read. For one thread. */
public final class MalformedRows {
    private final RowView row;
    private final int column;
    private final Optional<MalformedLine> explanation;

    /** A check of rows; where they have no column {@link Columns#MALFORMED}, all could be read. */
    public MalformedRows(RowView row) {
        this.row = row;
        this.column = row.column(Columns.MALFORMED);
        this.explanation = column == RowView.ABSENT
                ? Optional.empty()
                : Optional.of(MalformedLine.of(row.schema().apply(column)));
    }

    /** Returns why the current row could not be read; empty if it could. */
    public Optional<String> reason() {
        return row.isNull(column) ? Optional.empty() : explanation.map(line -> line.reason(row.getText(column)));
    }
}
