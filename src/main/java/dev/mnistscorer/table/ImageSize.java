package dev.mnistscorer.table;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;

/**
 * The size of the images of a table, in the metadata of its image column as {@code height}, {@code width},
 * {@code imagesInSource} and {@code labelledInSource}.
 *
 * @param height rows of pixels in an image
 * @param width pixels in a row
 * @param count images in the whole data set, as its files declare it; not adjusted by filters
 * @param labelled those of them that have a label
 */
public record ImageSize(int height, int width, long count, long labelled) {
    private static final String HEIGHT = "height";
    private static final String WIDTH = "width";
    private static final String COUNT = "imagesInSource";
    private static final String LABELLED = "labelledInSource";

    /**
     * Reads the size from a table's schema.
     *
     * @throws IllegalArgumentException if the schema has no image column, or one without a size
     */
    public static ImageSize of(StructType schema) {
        Metadata metadata = schema.apply(Columns.IMAGE).metadata();
        return new ImageSize(
                Math.toIntExact(metadata.getLong(HEIGHT)),
                Math.toIntExact(metadata.getLong(WIDTH)),
                metadata.getLong(COUNT),
                metadata.getLong(LABELLED));
    }

    /** Number of pixels of an image. */
    public int pixels() {
        return Math.multiplyExact(height, width);
    }

    /** Metadata of an image column. */
    public Metadata metadata() {
        return new MetadataBuilder()
                .putLong(HEIGHT, height)
                .putLong(WIDTH, width)
                .putLong(COUNT, count)
                .putLong(LABELLED, labelled)
                .build();
    }

    /** Schema of a table of images: origin, index, label and image. */
    public StructType schema() {
        return new StructType()
                .add(Columns.ORIGIN, DataTypes.StringType, false)
                .add(Columns.INDEX, DataTypes.LongType, false)
                .add(Columns.LABEL, DataTypes.IntegerType, true)
                .add(Columns.IMAGE, DataTypes.BinaryType, false, metadata());
    }
}
