package dev.mnistscorer.source.sample;

import dev.mnistscorer.source.Partitions;
import dev.mnistscorer.table.Columns;
import dev.mnistscorer.table.ImageSize;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * Generated digits as a table with the columns of an IDX data set: for trials without MNIST, and for load tests of any size.
 * The executors draw the digits that they use.
 */
public final class SampleDigits {
    private static final long SEED = 20_240_229;
    private static final String ORIGIN = "sample";

    /** Smallest number of digits for a task: about 50 ms of drawing. */
    private static final long SMALLEST_PART = 2_000;

    private SampleDigits() {}

    /** The first {@code count} neat digits. */
    public static Dataset<Row> read(SparkSession session, long count, int partitions) {
        return read(session, count, Hand.NEAT, partitions);
    }

    /**
     * The first {@code count} digits.
     *
     * @param hand handwriting of the digits
     * @param partitions number of partitions, reduced to {@link Partitions#bounded}; 0: by count and cores
     */
    public static Dataset<Row> read(SparkSession session, long count, Hand hand, int partitions) {
        long cores = session.sparkContext().defaultParallelism();
        int parts = partitions > 0
                ? Partitions.bounded(partitions, count)
                : (int) Math.max(1, Math.min(cores * 4, count / SMALLEST_PART));
        String origin = hand == Hand.NEAT ? ORIGIN : ORIGIN + ":" + hand;
        MapFunction<Long, Row> draw = i -> {
            int digit = DigitPen.digit(SEED, i, hand);
            return RowFactory.create(origin, i, digit, DigitPen.write(digit, SEED, i, hand));
        };
        ImageSize size = new ImageSize(DigitPen.SIZE, DigitPen.SIZE, count, count);
        return session.range(0, count, 1, parts)
                .map(draw, Encoders.row(size.schema()))
                .withMetadata(Columns.IMAGE, size.metadata());
    }
}
