package dev.mnistscorer.source.table;

import dev.mnistscorer.image.LibsvmLine;
import dev.mnistscorer.table.Columns;
import java.util.OptionalInt;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Lines of LIBSVM as a table of the columns that Spark's own reader gives, label and features. That reader ends a query at a
 * malformed line, without the name of its file.
 */
final class LibsvmTable {
    private static final Column LINE = functions.col("value");
    private static final String READ = "read";
    private static final String LABEL = "label";
    private static final String FEATURES = "features";

    private static final StructType COLUMNS = new StructType()
            .add(LABEL, DataTypes.DoubleType)
            .add(FEATURES, SQLDataTypes.VectorType())
            .add(Columns.MALFORMED, DataTypes.StringType);

    private LibsvmTable() {}

    /**
     * Returns the table.
     *
     * @param text lines, of which empty ones and comments are left out
     * @param pixels number of features: zeros at the end of an image are not in its line; empty: the largest index
     */
    static Dataset<Row> of(Dataset<Row> text, OptionalInt pixels) {
        Dataset<Row> lines = text.where(LINE.rlike("^\\s*[^#\\s]"));
        LibsvmLine line = new LibsvmLine(pixels.orElseGet(() -> largestIndex(lines)));
        UDF1<String, Row> reader = each -> row(line, each);
        // Optimisation must not read a line once for each of the columns.
        Column read = functions.udf(reader, COLUMNS).asNondeterministic().apply(LINE);
        return lines.select(read.as(READ))
                .select(
                        functions.col(READ + "." + LABEL),
                        functions.col(READ + "." + FEATURES),
                        functions.col(READ + "." + Columns.MALFORMED).as(Columns.MALFORMED, line.metadata()));
    }

    private static Row row(LibsvmLine line, String text) {
        try {
            LibsvmLine.Content content = line.parse(text);
            return RowFactory.create(
                    content.label(), Vectors.sparse(line.features(), content.indices(), content.values()), null);
        } catch (IllegalArgumentException e) {
            return RowFactory.create(null, null, text);
        }
    }

    private static int largestIndex(Dataset<Row> lines) {
        LibsvmLine any = new LibsvmLine(Integer.MAX_VALUE);
        UDF1<String, Integer> largest = text -> {
            try {
                int[] indices = any.parse(text).indices();
                return indices.length == 0 ? 0 : indices[indices.length - 1] + 1;
            } catch (IllegalArgumentException e) {
                return 0;
            }
        };
        Column index = functions.udf(largest, DataTypes.IntegerType).apply(LINE);
        Row row = lines.agg(functions.max(index)).head();
        return row.isNullAt(0) ? 0 : row.getInt(0);
    }
}
