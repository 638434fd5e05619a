package dev.mnistscorer.scoring;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.kernel.KernelChoice;
import dev.mnistscorer.network.DenseNetwork;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Scores any table with an image column: DataFrame in, DataFrame out.
 *
 * <p>The network is broadcast once. Rows stay in Spark's internal form from the source to the result: as {@code Row}
 * objects they would cost more than the network does.
 *
 * @param network what scores
 * @param batchSize images in one mini-batch, at least 1; never changes a result
 * @param kernel what computes; never changes a result
 * @param detail which columns are added
 */
public record Scorer(DenseNetwork network, int batchSize, KernelChoice kernel, Detail detail) {

    /**
     * The columns of {@code images} without the image, and those of the detail after them.
     *
     * @throws BadInputException if there is no binary column {@code image}; from a task, if an image is null or does not
     *     have the network's number of pixels
     */
    public Dataset<Row> transform(Dataset<Row> images) {
        return score(images).toTable((SparkSession) images.sparkSession());
    }

    /**
     * Scores, for those who go on with Spark's internal rows.
     *
     * @throws BadInputException as {@link #transform}
     */
    public ScoredImages score(Dataset<Row> images) {
        StructType schema = images.schema();
        checkImageColumn(schema);
        Broadcast<DenseNetwork> broadcast = ((SparkSession) images.sparkSession())
                .sparkContext()
                .broadcast(network, scala.reflect.ClassTag$.MODULE$.apply(DenseNetwork.class));
        RDD<InternalRow> rows = ((org.apache.spark.sql.classic.Dataset<Row>) images)
                .queryExecution()
                .toRdd();
        RDD<InternalRow> scored =
                rows.toJavaRDD().mapPartitions(task(broadcast, schema)).rdd();
        return new ScoredImages(scored, resultSchema(schema));
    }

    private FlatMapFunction<Iterator<InternalRow>, InternalRow> task(
            Broadcast<DenseNetwork> broadcast, StructType schema) {
        int batch = batchSize;
        KernelChoice choice = kernel;
        Detail wanted = detail;
        return partition -> {
            DenseNetwork shared = broadcast.value();
            ForwardPass pass = new ForwardPass(shared, choice.create(), batch, wanted);
            return new ScoredRows(partition, schema, shared.inputs(), pass, wanted);
        };
    }

    private StructType resultSchema(StructType schema) {
        StructType result = new StructType();
        for (StructField field : schema.fields()) {
            if (!field.name().equals(Columns.IMAGE)) {
                result = result.add(field);
            }
        }
        for (StructField field : detail.columns()) {
            result = result.add(field);
        }
        return result.add(schema.apply(Columns.IMAGE));
    }

    private static void checkImageColumn(StructType schema) {
        if (!List.of(schema.fieldNames()).contains(Columns.IMAGE)) {
            throw new BadInputException(
                    "the table must have a column image but has " + String.join(", ", schema.fieldNames()));
        }
        StructField image = schema.apply(Columns.IMAGE);
        if (!(image.dataType() instanceof BinaryType)) {
            throw new BadInputException(
                    "column image must be binary but is " + image.dataType().simpleString());
        }
    }
}
