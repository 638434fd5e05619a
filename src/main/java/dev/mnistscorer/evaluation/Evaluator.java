package dev.mnistscorer.evaluation;

import dev.mnistscorer.error.BadInputException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Counts the rows of a scored table: columns {@code prediction} and, where there is one, {@code label} (null where it is
 * not known).
 *
 * @param classes the number of classes
 */
public record Evaluator(int classes) {
    private static final String LABEL = "label";
    private static final String PREDICTION = "prediction";
    private static final String ORIGIN = "origin";
    private static final String INDEX = "index";

    /**
     * Counts all rows: the results of the partitions, merged, so that a repeated task counts once.
     *
     * @throws BadInputException from a task, if a label is none of the classes
     */
    public Tally tally(Dataset<Row> scored) {
        return counting(scored)
                .toJavaRDD()
                .mapPartitions(rows -> {
                    rows.forEachRemaining(row -> {});
                    return List.of(TaskTally.take()).iterator();
                })
                .collect()
                .stream()
                .reduce(new Tally(classes), Tally::merge);
    }

    /**
     * The same rows, counted as they flow by. The task that has taken the last of them finds its counts with {@link
     * TaskTally#take()}.
     */
    public Dataset<Row> tallied(Dataset<Row> scored) {
        SparkSession session = (SparkSession) scored.sparkSession();
        return session.internalCreateDataFrame(counting(scored), scored.schema(), false);
    }

    private RDD<InternalRow> counting(Dataset<Row> scored) {
        StructType schema = scored.schema();
        int count = classes;
        return ((org.apache.spark.sql.classic.Dataset<Row>) scored)
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(rows -> {
                    Tally tally = TaskTally.begin(TaskContext.get(), count);
                    return new Counting(rows, tally, schema);
                })
                .rdd();
    }

    /** Counts the rows that pass through it. */
    private static final class Counting implements Iterator<InternalRow> {
        private static final int ABSENT = -1;

        private final Iterator<InternalRow> rows;
        private final Tally tally;
        private final int label;
        private final int prediction;
        private final int origin;
        private final int index;

        Counting(Iterator<InternalRow> rows, Tally tally, StructType schema) {
            List<String> names = List.of(schema.fieldNames());
            this.rows = rows;
            this.tally = tally;
            this.label = names.indexOf(LABEL);
            this.prediction = names.indexOf(PREDICTION);
            this.origin = names.indexOf(ORIGIN);
            this.index = names.indexOf(INDEX);
        }

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public InternalRow next() {
            InternalRow row = rows.next();
            if (label == ABSENT || row.isNullAt(label)) {
                tally.addUnlabelled(row.getInt(prediction));
            } else {
                tally.add(checked(row.getInt(label), row), row.getInt(prediction));
            }
            return row;
        }

        private int checked(int value, InternalRow row) {
            if (value < 0 || value >= tally.classes()) {
                String details = "label must be in 0.." + (tally.classes() - 1) + " but was " + value;
                throw origin == ABSENT || index == ABSENT
                        ? new BadInputException(details)
                        : BadInputException.in(
                                row.getUTF8String(origin), details + " (image " + row.getLong(index) + ")");
            }
            return value;
        }
    }
}
