package dev.mnistscorer.scoring;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.image.ImageDecoder;
import dev.mnistscorer.image.RowFormat;
import dev.mnistscorer.kernel.KernelChoice;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.spark.InternalRows;
import dev.mnistscorer.table.Columns;
import dev.mnistscorer.table.NetworkRole;
import dev.mnistscorer.table.ScoreColumn;
import dev.mnistscorer.table.ScoreField;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.reflect.ClassTag$;

/**
 * Scores any table with an image column: DataFrame in, DataFrame out. The networks are broadcast once.
 *
 * @param networks the networks by their roles, at least the base; all have the same inputs and classes
 * @param batchSize images in one mini-batch, at least 1; never changes a result
 * @param kernel implementation of the arithmetic; never changes a result
 * @param fields score columns to be added, in order
 * @param format format of images and labels, as far as their types do not tell it
 */
public record Scorer(
        Map<NetworkRole, DenseNetwork> networks,
        int batchSize,
        KernelChoice kernel,
        List<ScoreField> fields,
        RowFormat format) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the batch size is below 1 or there are no columns
     */
    public Scorer {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize must be at least 1 but was " + batchSize);
        }
        networks = Map.copyOf(networks);
        fields = List.copyOf(fields);
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("columns must name at least one score column but are empty");
        }
    }

    /** A scorer of images whose format their types tell, with one network. */
    public Scorer(DenseNetwork network, int batchSize, KernelChoice kernel, Set<ScoreColumn> columns) {
        this(
                Map.of(NetworkRole.BASE, network),
                batchSize,
                kernel,
                ScoreField.of(NetworkRole.BASE, columns),
                RowFormat.PLAIN);
    }

    /**
     * The columns of {@code images} without the image, and the score columns after them. The first invalid row ends the
     * query with a {@link BadInputException} from its task.
     *
     * @throws BadInputException if there is no column {@code image}, or its type holds no image
     */
    public Dataset<Row> transform(Dataset<Row> images) {
        InternalRows rows = rows(images, InputColumns.IMAGE);
        StructType result = schema(rows.schema(), InputColumns.IMAGE);
        BroadcastScorer scorer = broadcast(images, InputColumns.IMAGE);
        return rows.map(partition -> scorer.score(partition, InvalidRows.FAIL), result)
                .toTable(images.sparkSession(), result.length() - 1);
    }

    /**
     * The rows of a table as {@link BroadcastScorer} takes them: with the label, if there is one, and the image as the last
     * columns.
     *
     * @throws BadInputException if there is no column {@code image}, or its type holds no image
     */
    public InternalRows rows(Dataset<Row> images) {
        return rows(images, InputColumns.of(images.schema()));
    }

    private static InternalRows rows(Dataset<Row> images, InputColumns inputs) {
        List<String> names = List.of(images.columns());
        if (!names.contains(Columns.IMAGE)) {
            throw new BadInputException("the table must have a column image but has " + String.join(", ", names));
        }
        ImageDecoder.requireImages(images.schema());
        List<String> ordered = Stream.concat(
                        names.stream().filter(name -> !inputs.names().contains(name)), inputs.names().stream())
                .toList();
        if (ordered.equals(names)) {
            return InternalRows.of(images);
        }
        return InternalRows.of(images.select(
                ordered.stream().map(name -> images.col(Columns.quoted(name))).toArray(Column[]::new)));
    }

    /** Columns of scored rows: those of {@code images} before the label, the class, the scores, and the image as the last. */
    public StructType schema(StructType images) {
        return schema(images, InputColumns.of(images));
    }

    private StructType schema(StructType images, InputColumns inputs) {
        StructType result = new StructType(Arrays.copyOf(images.fields(), images.length() - inputs.count()));
        StructType scored = inputs.scored(fields, images.apply(Columns.IMAGE).metadata());
        for (StructField field : scored.fields()) {
            result = result.add(field);
        }
        return result;
    }

    /** Sends the networks to the executors, for rows as {@link #rows} has them. */
    public BroadcastScorer broadcast(Dataset<Row> images) {
        return broadcast(images, InputColumns.of(images.schema()));
    }

    private BroadcastScorer broadcast(Dataset<Row> images, InputColumns inputs) {
        Broadcast<SharedNetworks> shared = images.sparkSession()
                .sparkContext()
                .broadcast(new SharedNetworks(networks), ClassTag$.MODULE$.apply(SharedNetworks.class));
        return new BroadcastScorer(shared, new Settings(batchSize, kernel, fields, format), inputs);
    }

    /**
     * The arguments of a scorer without the networks.
     *
     * @param batchSize images in one mini-batch
     * @param kernel implementation of the arithmetic
     * @param fields score columns, in order
     * @param format format of images and labels
     */
    record Settings(int batchSize, KernelChoice kernel, List<ScoreField> fields, RowFormat format)
            implements Serializable {
        private static final long serialVersionUID = 1L;
    }
}
