package dev.mnistscorer.source.idx;

import dev.mnistscorer.spark.MutableRow;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The number of images, which is known from the headers of the files.
 *
 * @param columns number of columns that Spark asks to hold it
 * @param count number of images
 */
record IdxCount(int columns, long count) implements LocalScan {
    @Override
    public StructType readSchema() {
        StructType schema = new StructType();
        for (int column = 0; column < columns; column++) {
            schema = schema.add("count" + column, DataTypes.LongType, false);
        }
        return schema;
    }

    @Override
    public InternalRow[] rows() {
        MutableRow row = new MutableRow(columns);
        IntStream.range(0, columns).forEach(column -> row.setLong(column, count));
        return new InternalRow[] {row};
    }
}
