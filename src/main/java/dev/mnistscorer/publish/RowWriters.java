package dev.mnistscorer.publish;

import dev.mnistscorer.spark.FileOutput;
import dev.mnistscorer.spark.RowView;
import java.io.Serializable;
import java.util.List;

/** Makes the writers of a {@link Delivery} in the executors. */
@FunctionalInterface
public interface RowWriters extends Serializable {
    /** Writes nothing. */
    RowWriters NONE = () -> new RowWriter() {
        @Override
        public void write(RowView row) {}

        @Override
        public void quarantine(RowView row, String reason) {}

        @Override
        public List<FileOutput.Commit> commit() {
            return List.of();
        }

        @Override
        public void close() {}
    };

    /** Begins to write the rows of the running task. */
    RowWriter begin();
}
