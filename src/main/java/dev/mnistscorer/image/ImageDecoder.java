package dev.mnistscorer.image;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.spark.NumberColumn;
import dev.mnistscorer.spark.RowView;
import dev.mnistscorer.table.Columns;
import java.util.Optional;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Decodes the image of the current row of a partition, whatever its column holds: unsigned bytes, an encoded picture, an
 * array of numbers, or an ML vector. For one thread.
 */
public abstract sealed class ImageDecoder permits ByteDecoder, NumberDecoder {
    final RowFormat format;

    ImageDecoder(RowFormat format) {
        this.format = format;
    }

    /**
     * A decoder of column {@code image}.
     *
     * @throws BadInputException if a column of that type holds no image, or its numbers have no known range
     */
    public static ImageDecoder of(RowView row, RowFormat format) {
        int column = row.column(Columns.IMAGE);
        requireImages(row.schema());
        return NumberColumn.of(row, column)
                .<ImageDecoder>map(numbers -> new NumberDecoder(numbers, format))
                .orElseGet(() -> new ByteDecoder(row, column, format));
    }

    /**
     * Checks the type of column {@code image}.
     *
     * @throws BadInputException if it holds no image
     */
    public static void requireImages(StructType table) {
        DataType type = table.apply(Columns.IMAGE).dataType();
        if (!holdsImages(type)) {
            throw new BadInputException(
                    "column image must be binary, an array of numbers or a vector but is " + type.simpleString());
        }
    }

    /** Tells whether a column of a type can hold images. */
    public static boolean holdsImages(DataType type) {
        return type instanceof BinaryType || NumberColumn.holdsNumbers(type);
    }

    /**
     * Decodes the image as number {@code place} of a mini-batch.
     *
     * @param shape height and width that the prepared image must have
     * @return why the image is invalid; empty if it is not
     */
    public abstract Optional<String> decode(Shape shape, MiniBatch batch, int place);

    /**
     * Returns the shape of the image of the current row, prepared.
     *
     * @throws InvalidImageException if the image is invalid
     */
    abstract Shape shape() throws InvalidImageException;

    /** Pixels of a row, of which the shape after the preparation is known. */
    GreyImage image(float[] pixels, Shape prepared) {
        Shape shape = format.steps().contains(PreparationStep.TRANSPOSE) ? prepared.transposed() : prepared;
        return new GreyImage(shape.height(), shape.width(), pixels);
    }

    Optional<String> place(GreyImage image, Shape shape, MiniBatch batch, int place) {
        if (!image.shape().equals(shape)) {
            return Optional.of("image must be " + shape + " but is " + image.shape());
        }
        batch.set(place, image.pixels());
        return Optional.empty();
    }

    GreyImage prepared(GreyImage image) {
        GreyImage result = image;
        for (PreparationStep step : PreparationStep.values()) {
            if (format.steps().contains(step)) {
                result = step.apply(result);
            }
        }
        return result;
    }
}
