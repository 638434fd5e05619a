package dev.mnistscorer.evaluation;

import dev.mnistscorer.error.BadInputException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Counts scored rows in Spark's internal form.
 *
 * @param classes the number of classes
 * @param scope what is counted
 */
public record Evaluator(int classes, Tally.Scope scope) {

    /**
     * Counts all rows: the results of the partitions, merged, so that a repeated task counts once.
     *
     * @param schema columns {@code prediction} (int) and, where there is one, {@code label} (int, null where it is not
     *     known); for probabilities {@code origin}, {@code index}, {@code probability} and {@code image} too
     * @throws BadInputException from a task, if a label is none of the classes
     */
    public Tally tally(RDD<InternalRow> rows, StructType schema) {
        return merge(tallied(rows, schema)
                .toJavaRDD()
                .mapPartitions(counted -> {
                    counted.forEachRemaining(row -> {});
                    return List.of(TaskTally.take()).iterator();
                })
                .collect());
    }

    /**
     * The same rows, counted as they flow by, without those whose prediction is null: they could not be scored, and are
     * counted by themselves. The task that has taken the last of them finds its counts with {@link
     * TaskTally#take()}.
     */
    public RDD<InternalRow> tallied(RDD<InternalRow> rows, StructType schema) {
        int count = classes;
        Tally.Scope what = scope;
        return rows.toJavaRDD()
                .mapPartitions(uncounted -> {
                    Tally tally = TaskTally.begin(TaskContext.get(), new Tally(count, what));
                    return new Counting(uncounted, tally, new ScoredRow(schema, count));
                })
                .rdd();
    }

    /** The counts of all parts together. */
    public Tally merge(List<Tally> parts) {
        return parts.stream().reduce(new Tally(classes, scope), Tally::merge);
    }

    /** Counts the rows that pass through it. */
    private static final class Counting implements Iterator<InternalRow> {
        private final Iterator<InternalRow> rows;
        private final Tally tally;
        private final ScoredRow image;
        private InternalRow pending;

        Counting(Iterator<InternalRow> rows, Tally tally, ScoredRow image) {
            this.rows = rows;
            this.tally = tally;
            this.image = image;
        }

        @Override
        public boolean hasNext() {
            while (pending == null && rows.hasNext()) {
                InternalRow row = rows.next();
                if (image.of(row).scored()) {
                    pending = row;
                } else {
                    tally.skip();
                }
            }
            return pending != null;
        }

        @Override
        public InternalRow next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            InternalRow row = pending;
            pending = null;
            tally.add(image.of(row));
            return row;
        }
    }
}
