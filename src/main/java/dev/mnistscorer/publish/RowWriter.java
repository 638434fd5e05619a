package dev.mnistscorer.publish;

import dev.mnistscorer.spark.FileOutput;
import dev.mnistscorer.spark.RowView;
import java.util.List;

/** Takes the rows of one task. A writer that is closed before its commit leaves nothing. */
public interface RowWriter extends AutoCloseable {
    /** Writes a scored row. */
    void write(RowView row);

    /** Writes an invalid row with the reason. */
    void quarantine(RowView row, String reason);

    /** Commits the rows of the task, for {@link Delivery#complete}; empty if nothing was written. */
    List<FileOutput.Commit> commit();

    @Override
    void close();
}
