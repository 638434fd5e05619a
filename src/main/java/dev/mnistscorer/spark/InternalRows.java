package dev.mnistscorer.spark;

import java.io.Serializable;
import java.util.Iterator;
import java.util.function.Consumer;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Range;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;
import scala.runtime.RichInt;

/** A table as an RDD of rows in Spark's own form. */
public final class InternalRows {
    /**
     * Partitions in one job. Spark ends a job whose results exceed {@code spark.driver.maxResultSize}, 1 GiB by default; at
     * up to 1 MB a partition (900 example images and the histograms of ten classes, if all classes are confused with all)
     * 500 stay below.
     */
    private static final int PARTITIONS_PER_JOB = 500;

    private final RDD<InternalRow> rdd;
    private final StructType schema;

    private InternalRows(RDD<InternalRow> rdd, StructType schema) {
        this.rdd = rdd;
        this.schema = schema;
    }

    /** The rows of a table. */
    public static InternalRows of(Dataset<Row> table) {
        QueryExecution query = table.queryExecution();
        return new InternalRows(ScannedRows.of(query.executedPlan()).orElseGet(query::toRdd), table.schema());
    }

    /** The rows of a plan, for one who reads or copies each at once. */
    static RDD<InternalRow> execute(SparkPlan plan) {
        return ScannedRows.of(plan).orElseGet(plan::execute);
    }

    /**
     * Number of the rows of a table. Of a format whose files declare it no column is read.
     *
     * @throws BadInputException if a file is damaged
     */
    public static long count(Dataset<Row> table) {
        return DamagedFile.detected(() -> of(table.select()).rdd.count());
    }

    /** Columns of the rows. */
    public StructType schema() {
        return schema;
    }

    /** Number of partitions. */
    public int partitions() {
        return rdd.getNumPartitions();
    }

    /** A function of the rows of a partition. */
    @FunctionalInterface
    public interface PartitionFunction extends Serializable {
        /** Applies the function to one partition. */
        PartitionRows apply(PartitionRows rows);
    }

    /** A task that makes one result of a partition. */
    @FunctionalInterface
    public interface PartitionTask<R> extends Serializable {
        /**
         * Runs the task.
         *
         * @throws Exception for Spark to retry the task
         */
        R run(PartitionRows rows) throws Exception;
    }

    /** The rows with a function applied to each partition, which gives columns {@code result}. */
    public InternalRows map(PartitionFunction function, StructType result) {
        StructType input = schema;
        RDD<InternalRow> mapped = rdd.toJavaRDD()
                .mapPartitions(
                        rows -> function.apply(new PartitionRows(rows, input)).iterator())
                .rdd();
        return new InternalRows(mapped, result);
    }

    /** The first columns of the rows as a table. */
    public Dataset<Row> toTable(SparkSession session, int columns) {
        StructType first = new StructType();
        for (int i = 0; i < columns; i++) {
            first = first.add(schema.apply(i));
        }
        int count = columns;
        RDD<InternalRow> narrowed = rdd.toJavaRDD()
                .mapPartitions(rows -> new PrefixRows(rows, new PrefixRow(count)))
                .rdd();
        return DataFrames.of(session, narrowed, first);
    }

    /**
     * Runs a task on each partition. Each result is handed to {@code taken} on the driver as it arrives, in any order, once
     * for each partition whatever is retried or run twice; so results are merged without being held all at once. Those that
     * arrive faster than they are merged wait in their serialised form: as objects, with the histograms of 1,000 classes,
     * they would take 20 MB each.
     */
    public <R> void forEachPartition(PartitionTask<R> task, Consumer<R> taken) {
        forPartitions(0, partitions(), task, taken);
    }

    /** Runs a task on the partitions from number {@code first} to before {@code end}, as on all of them. */
    public <R> void forPartitions(int first, int end, PartitionTask<R> task, Consumer<R> taken) {
        for (int from = first; from < end; from += PARTITIONS_PER_JOB) {
            Range part = new RichInt(from).until(Math.min(from + PARTITIONS_PER_JOB, end));
            rdd.sparkContext()
                    .runJob(
                            rdd,
                            new TaskFunction<>(task, schema),
                            part,
                            new ResultHandler<>(taken),
                            ClassTag$.MODULE$.apply(Object.class));
        }
    }

    private static final class TaskFunction<R>
            extends AbstractFunction2<TaskContext, scala.collection.Iterator<InternalRow>, Object>
            implements Serializable {
        private static final long serialVersionUID = 1L;

        private final PartitionTask<R> task;
        private final StructType schema;

        TaskFunction(PartitionTask<R> task, StructType schema) {
            this.task = task;
            this.schema = schema;
        }

        @Override
        public Object apply(TaskContext context, scala.collection.Iterator<InternalRow> rows) {
            try {
                return SerializedResult.of(task.run(new PartitionRows(new JavaIterator<>(rows), schema)));
            } catch (Exception e) {
                throw Undeclared.<RuntimeException>unchecked(e);
            }
        }
    }

    private static final class ResultHandler<R> extends AbstractFunction2<Object, Object, BoxedUnit> {
        private final Consumer<R> taken;

        ResultHandler(Consumer<R> taken) {
            this.taken = taken;
        }

        @Override
        public BoxedUnit apply(Object partition, Object result) {
            taken.accept(((SerializedResult) result).read());
            return BoxedUnit.UNIT;
        }
    }

    /** The first columns of rows. */
    private record PrefixRows(Iterator<InternalRow> rows, PrefixRow prefix) implements Iterator<InternalRow> {
        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public InternalRow next() {
            return prefix.of(rows.next());
        }
    }

    /** A Scala iterator for Java, which tells damaged files from other failures. */
    private record JavaIterator<T>(scala.collection.Iterator<T> rows) implements Iterator<T> {
        @Override
        public boolean hasNext() {
            try {
                return rows.hasNext();
            } catch (Exception e) {
                throw Undeclared.<RuntimeException>unchecked(DamagedFile.translated(e));
            }
        }

        @Override
        public T next() {
            return rows.next();
        }
    }
}
