package dev.mnistscorer.scoring;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.kernel.KernelChoice;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.table.Columns;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.jdk.javaapi.CollectionConverters;

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
 * @param badRows what becomes of rows that cannot be scored: whose image is null or does not have the network's number of
 *     pixels, or whose label is none of its classes
 */
public record Scorer(DenseNetwork network, int batchSize, KernelChoice kernel, Detail detail, BadRows badRows) {
    /** One to which a row that cannot be scored is an error. */
    public Scorer(DenseNetwork network, int batchSize, KernelChoice kernel, Detail detail) {
        this(network, batchSize, kernel, detail, BadRows.FAIL);
    }

    /**
     * The columns of {@code images} without the image, and those of the detail after them.
     *
     * @throws BadInputException if there is no binary column {@code image}; from a task, if a row cannot be scored
     */
    public Dataset<Row> transform(Dataset<Row> images) {
        Scorer strict = new Scorer(network, batchSize, kernel, detail);
        return strict.score(images).toTable((SparkSession) images.sparkSession());
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

    /** The rows that cannot be scored, with a column {@code reason} more. */
    public Dataset<Row> unscorable(Dataset<Row> images) {
        StructType schema = images.schema();
        checkImageColumn(schema);
        int pixels = network.inputs();
        int classes = network.classes();
        SparkSession session = (SparkSession) images.sparkSession();
        FlatMapFunction<Iterator<InternalRow>, InternalRow> select = partition -> {
            RowCheck check = new RowCheck(schema, pixels, classes);
            GenericInternalRow reason = new GenericInternalRow(1);
            JoinedRow joined = new JoinedRow();
            return CollectionConverters.asJava(CollectionConverters.asScala(partition)
                    .filter(row -> !check.passes(row))
                    .map(row -> {
                        reason.update(0, UTF8String.fromString(check.reason(row)));
                        return joined.apply(row, reason);
                    }));
        };
        RDD<InternalRow> rows = ((org.apache.spark.sql.classic.Dataset<Row>) images)
                .queryExecution()
                .toRdd();
        RDD<InternalRow> bad = rows.toJavaRDD().mapPartitions(select).rdd();
        return session.internalCreateDataFrame(bad, schema.add(Columns.REASON, DataTypes.StringType, false), false);
    }

    private FlatMapFunction<Iterator<InternalRow>, InternalRow> task(
            Broadcast<DenseNetwork> broadcast, StructType schema) {
        int batch = batchSize;
        KernelChoice choice = kernel;
        Detail wanted = detail;
        BadRows policy = badRows;
        return partition -> {
            DenseNetwork shared = broadcast.value();
            ForwardPass pass = new ForwardPass(shared, choice.create(), batch, wanted);
            RowCheck check = new RowCheck(schema, shared.inputs(), shared.classes());
            return new ScoredRows(partition, schema, shared.inputs(), pass, wanted, check, policy);
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
