package dev.mnistscorer.source.sample;

import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;

/**
 * Digits that this project writes itself, as a table with the columns of an IDX data set: for trying things out where
 * there is no MNIST, and as a load of any size. Image {@code i} shows the digit {@code i % 10}; all digits are drawn where
 * they are used, in the executors.
 */
public final class SampleDigits {
    private static final long SEED = 20_240_229;
    private static final String ORIGIN = "sample";

    /** The least that is worth a task: about 50 ms of drawing. */
    private static final long SMALLEST_PART = 2_000;

    private static final StructType COLUMNS = new StructType()
            .add("origin", DataTypes.StringType, false)
            .add("index", DataTypes.LongType, false)
            .add("label", DataTypes.IntegerType, true)
            .add("image", DataTypes.BinaryType, false);

    private SampleDigits() {}

    /**
     * The first {@code count} digits.
     *
     * @param partitions into how many partitions; 0: by count and cores
     */
    public static Dataset<Row> read(SparkSession session, long count, int partitions) {
        long cores = session.sparkContext().defaultParallelism();
        int parts = partitions > 0 ? partitions : (int) Math.max(1, Math.min(cores * 4, count / SMALLEST_PART));
        MapFunction<Long, Row> draw = i -> {
            int digit = (int) (i % DigitPen.DIGITS);
            return RowFactory.create(ORIGIN, i, digit, DigitPen.write(digit, SEED, i));
        };
        Metadata size = new MetadataBuilder()
                .putLong("height", DigitPen.SIZE)
                .putLong("width", DigitPen.SIZE)
                .putLong("count", count)
                .build();
        return session.range(0, count, 1, parts)
                .map(draw, Encoders.row(COLUMNS))
                .withMetadata("image", size);
    }
}
