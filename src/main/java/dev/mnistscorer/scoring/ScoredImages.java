package dev.mnistscorer.scoring;

import java.util.Arrays;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Scored images in Spark's internal form.
 *
 * @param rows in each task one object for all rows; a column that is not read costs nothing
 * @param schema the other columns of the images, those of the {@link Detail}, and the image as the last
 */
public record ScoredImages(RDD<InternalRow> rows, StructType schema) {

    /** The same with other rows of the same schema. */
    public ScoredImages withRows(RDD<InternalRow> others) {
        return new ScoredImages(others, schema);
    }

    /** As a table without the images. */
    public Dataset<Row> toTable(SparkSession session) {
        StructType columns = new StructType(Arrays.copyOf(schema.fields(), schema.length() - 1));
        return session.internalCreateDataFrame(rows, columns, false);
    }
}
