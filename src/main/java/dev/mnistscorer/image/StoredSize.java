package dev.mnistscorer.image;

import java.util.Optional;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;

/**
 * Shape of the images of a column before their preparation, where it changes the shape, in the column's metadata.
 *
 * @param known the shape; empty if a row does not tell it: then images are square
 */
public record StoredSize(Optional<Shape> known) {
    private static final String HEIGHT = "storedHeight";
    private static final String WIDTH = "storedWidth";

    static StoredSize of(StructField image) {
        Metadata metadata = image.metadata();
        return new StoredSize(
                metadata.contains(HEIGHT) && metadata.contains(WIDTH)
                        ? Optional.of(new Shape(
                                Math.toIntExact(metadata.getLong(HEIGHT)), Math.toIntExact(metadata.getLong(WIDTH))))
                        : Optional.empty());
    }

    /** The metadata of a column of images that are stored in a shape. */
    public static Metadata metadata(Shape stored, Metadata column) {
        return new MetadataBuilder()
                .withMetadata(column)
                .putLong(HEIGHT, stored.height())
                .putLong(WIDTH, stored.width())
                .build();
    }

    /** Shape of an image of so many pixels; empty if it has another number, or is not known and not a square. */
    Optional<Shape> shape(int pixels) {
        return known.or(() -> Optional.of(Shape.ofPixels(pixels)).filter(shape -> shape.height() == shape.width()))
                .filter(shape -> shape.pixels() == pixels && pixels > 0);
    }
}
