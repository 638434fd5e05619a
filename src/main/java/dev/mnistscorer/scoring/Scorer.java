package dev.mnistscorer.scoring;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.kernel.KernelChoice;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.spark.InternalRows;
import dev.mnistscorer.table.Columns;
import dev.mnistscorer.table.ScoreColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.reflect.ClassTag$;

/**
 * Scores any table with an image column: DataFrame in, DataFrame out. The network is broadcast once.
 *
 * @param network the network
 * @param batchSize images in one mini-batch, at least 1; never changes a result
 * @param kernel implementation of the arithmetic; never changes a result
 * @param columns score columns to be added
 */
public record Scorer(DenseNetwork network, int batchSize, KernelChoice kernel, Set<ScoreColumn> columns) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the batch size is below 1 or there are no columns
     */
    public Scorer {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize must be at least 1 but was " + batchSize);
        }
        columns = Set.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("columns must name at least one score column but are empty");
        }
    }

    /**
     * The columns of {@code images} without the image, and the score columns after them. The first invalid row ends the
     * query with a {@link BadInputException} from its task.
     *
     * @throws BadInputException if there is no binary column {@code image}
     */
    public Dataset<Row> transform(Dataset<Row> images) {
        InternalRows rows = rows(images);
        StructType result = schema(rows.schema());
        BroadcastScorer scorer = broadcast(images);
        return rows.map(partition -> scorer.score(partition, InvalidRows.FAIL), result)
                .toTable(images.sparkSession(), result.length() - 1);
    }

    /**
     * The rows of a table as {@link BroadcastScorer} takes them: with the image as the last column.
     *
     * @throws BadInputException if there is no binary column {@code image}
     */
    public InternalRows rows(Dataset<Row> images) {
        checkImageColumn(images.schema());
        String[] names = images.columns();
        if (names[names.length - 1].equals(Columns.IMAGE)) {
            return InternalRows.of(images);
        }
        Column[] imageLast = Stream.concat(
                        Arrays.stream(names).filter(name -> !name.equals(Columns.IMAGE)), Stream.of(Columns.IMAGE))
                .map(name -> images.col("`" + name.replace("`", "``") + "`"))
                .toArray(Column[]::new);
        return InternalRows.of(images.select(imageLast));
    }

    /** Columns of scored rows: those of {@code images} without the image, the score columns, and the image as the last. */
    public StructType schema(StructType images) {
        StructType others = new StructType(Arrays.copyOf(images.fields(), images.length() - 1));
        return ScoreColumn.add(others, columns).add(images.apply(Columns.IMAGE));
    }

    /** Sends the network to the executors. */
    public BroadcastScorer broadcast(Dataset<Row> images) {
        Broadcast<DenseNetwork> shared =
                images.sparkSession().sparkContext().broadcast(network, ClassTag$.MODULE$.apply(DenseNetwork.class));
        return new BroadcastScorer(shared, batchSize, kernel, columns);
    }

    private static void checkImageColumn(StructType schema) {
        List<String> names = List.of(schema.fieldNames());
        if (!names.contains(Columns.IMAGE)) {
            throw new BadInputException("the table must have a column image but has " + String.join(", ", names));
        }
        DataType type = schema.apply(Columns.IMAGE).dataType();
        if (!(type instanceof BinaryType)) {
            throw new BadInputException("column image must be binary but is " + type.simpleString());
        }
    }
}
