package dev.mnistscorer.source.idx;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;

/** The columns of an IDX data set. */
final class IdxColumns {
    static final String ORIGIN = "origin";
    static final String INDEX = "index";
    static final String LABEL = "label";
    static final String IMAGE = "image";

    private IdxColumns() {}

    /** The schema; {@code height}, {@code width} and {@code count} stand in the metadata of the image column. */
    static StructType schema(int height, int width, long count) {
        Metadata size = new MetadataBuilder()
                .putLong("height", height)
                .putLong("width", width)
                .putLong("count", count)
                .build();
        return new StructType()
                .add(ORIGIN, DataTypes.StringType, false)
                .add(INDEX, DataTypes.LongType, false)
                .add(LABEL, DataTypes.IntegerType, true)
                .add(IMAGE, DataTypes.BinaryType, false, size);
    }
}
