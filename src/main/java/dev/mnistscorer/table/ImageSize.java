package dev.mnistscorer.table;

import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The size of the images of a table, in the metadata of its image column as {@code height}, {@code width},
 * {@code imagesInSource} and {@code labelledInSource}.
 *
 * @param height rows of pixels in an image
 * @param width pixels in a row
 * @param count images in the whole data set, as its files declare it; not adjusted by filters; empty if they do not
 * @param labelled those of them that have a label; empty if only the rows tell
 */
public record ImageSize(int height, int width, OptionalLong count, OptionalLong labelled) {
    private static final String HEIGHT = "height";
    private static final String WIDTH = "width";
    private static final String COUNT = "imagesInSource";
    private static final String LABELLED = "labelledInSource";

    /** The size of a data set that declares how many images and labels it has. */
    public ImageSize(int height, int width, long count, long labelled) {
        this(height, width, OptionalLong.of(count), OptionalLong.of(labelled));
    }

    /**
     * Reads the size from a table's schema.
     *
     * @throws IllegalArgumentException if the schema has no image column, or one without a size
     */
    public static ImageSize of(StructType schema) {
        return of(schema.apply(Columns.IMAGE))
                .orElseThrow(() -> new IllegalArgumentException("column image must have a size in its metadata"));
    }

    /** Reads the size from an image column; empty if it has none. */
    public static Optional<ImageSize> of(StructField image) {
        Metadata metadata = image.metadata();
        return metadata.contains(HEIGHT) && metadata.contains(WIDTH)
                ? Optional.of(new ImageSize(
                        Math.toIntExact(metadata.getLong(HEIGHT)),
                        Math.toIntExact(metadata.getLong(WIDTH)),
                        number(metadata, COUNT),
                        number(metadata, LABELLED)))
                : Optional.empty();
    }

    private static OptionalLong number(Metadata metadata, String name) {
        return metadata.contains(name) ? OptionalLong.of(metadata.getLong(name)) : OptionalLong.empty();
    }

    /** Number of pixels of an image. */
    public int pixels() {
        return Math.multiplyExact(height, width);
    }

    /** Metadata of an image column. */
    public Metadata metadata() {
        MetadataBuilder metadata = new MetadataBuilder().putLong(HEIGHT, height).putLong(WIDTH, width);
        count.ifPresent(number -> metadata.putLong(COUNT, number));
        labelled.ifPresent(number -> metadata.putLong(LABELLED, number));
        return metadata.build();
    }

    /** Schema of a table of images as unsigned bytes: origin, index, label and image. */
    public StructType schema() {
        return schema(DataTypes.BinaryType);
    }

    /** Schema of a table of images in a column of a type. */
    public StructType schema(DataType image) {
        return new StructType()
                .add(Columns.ORIGIN, DataTypes.StringType, false)
                .add(Columns.INDEX, DataTypes.LongType, false)
                .add(Columns.LABEL, DataTypes.IntegerType, true)
                .add(Columns.IMAGE, image, false, metadata());
    }
}
