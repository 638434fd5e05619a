package dev.mnistscorer.publish;

import dev.mnistscorer.spark.FileOutput;
import dev.mnistscorer.spark.RowView;
import java.util.List;

/**
 * Files of predictions and, under quarantine, of invalid rows that the tasks of a run write.
 *
 * @param output a table of predictions, and perhaps one of invalid rows after it
 */
record StagedFiles(FileOutput output) implements RowWriters {
    private static final long serialVersionUID = 1L;
    private static final int PREDICTIONS = 0;
    private static final int INVALID_ROWS = 1;

    @Override
    public RowWriter begin() {
        return new Writer(output.task());
    }

    private record Writer(FileOutput.Task task) implements RowWriter {
        @Override
        public void write(RowView row) {
            task.write(PREDICTIONS, row);
        }

        @Override
        public void quarantine(RowView row, String reason) {
            task.write(INVALID_ROWS, row, reason);
        }

        @Override
        public List<FileOutput.Commit> commit() {
            return List.of(task.commit());
        }

        @Override
        public void close() {
            task.close();
        }
    }
}
