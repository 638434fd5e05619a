package dev.mnistscorer.scoring;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.image.ImageColumn;
import dev.mnistscorer.image.ImageDecoder;
import dev.mnistscorer.image.RowFormat;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.spark.ComputedColumns;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.reflect.ClassTag$;

/**
 * Scores a column of any table and keeps all columns. The network is broadcast once for all tables of a Spark context, such
 * as the micro-batches of a stream.
 */
public final class FeatureScorer implements Serializable {
    private static final long serialVersionUID = 1L;

    private final DenseNetwork network;
    private transient SparkContext context;
    private transient Broadcast<SharedNetwork> shared;

    /** A scorer with a network. */
    public FeatureScorer(DenseNetwork network) {
        this.network = network;
    }

    /** The network. */
    public DenseNetwork network() {
        return network;
    }

    /**
     * Returns the table with score columns after its own. Nothing runs before the result is read; the first invalid row then
     * ends the query with a {@link BadInputException} from its task.
     *
     * @param features name of a column of a type that {@link ImageColumn} takes
     * @param names names of the score columns
     * @param batchSize images in one mini-batch, at least 1; never changes a result
     * @param format format of the images
     */
    public Dataset<Row> transform(
            Dataset<Row> table, String features, Map<StageColumn, String> names, int batchSize, RowFormat format) {
        StructField field = table.schema().apply(features);
        if (ImageDecoder.holdsImages(field.dataType())) {
            return ComputedColumns.append(
                    table,
                    table.schema().fieldIndex(features),
                    function(table.sparkSession().sparkContext(), names, batchSize, format));
        }
        String images = features + "_" + UUID.randomUUID();
        Dataset<Row> wider = table.withColumn(images, ImageColumn.of(field).orElseThrow());
        return transform(wider, images, names, batchSize, format).drop(images);
    }

    private FeatureFunction function(
            SparkContext spark, Map<StageColumn, String> names, int batchSize, RowFormat format) {
        StructType columns = new StructType();
        Map<StageColumn, String> ordered = new TreeMap<>(names);
        for (Map.Entry<StageColumn, String> each : ordered.entrySet()) {
            columns = columns.add(each.getValue(), each.getKey().type(), false);
        }
        return new FeatureFunction(
                broadcast(spark), network.toString(), columns, List.copyOf(ordered.keySet()), batchSize, format);
    }

    private synchronized Broadcast<SharedNetwork> broadcast(SparkContext spark) {
        if (context != spark) {
            context = spark;
            shared = spark.broadcast(new SharedNetwork(network), ClassTag$.MODULE$.apply(SharedNetwork.class));
        }
        return shared;
    }
}
