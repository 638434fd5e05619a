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
    private final StoredSize stored;

    ImageDecoder(RowFormat format, StoredSize stored) {
        this.format = format;
        this.stored = stored;
    }

    /**
     * A decoder of column {@code image}.
     *
     * @throws BadInputException if a column of that type holds no image, or its numbers have no known range
     */
    public static ImageDecoder of(RowView row, RowFormat format) {
        requireImages(row.schema());
        return of(row, row.column(Columns.IMAGE), format);
    }

    /**
     * A decoder of a column of a type that {@linkplain #holdsImages holds images}.
     *
     * @throws BadInputException if its numbers have no known range
     */
    public static ImageDecoder of(RowView row, int column, RowFormat format) {
        StoredSize stored = StoredSize.of(row.schema().apply(column));
        return NumberColumn.of(row, column)
                .<ImageDecoder>map(numbers -> new NumberDecoder(numbers, format, stored))
                .orElseGet(() -> new ByteDecoder(row, column, format, stored));
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

    /**
     * Shape of the image in a row of pixels, before its preparation.
     *
     * @param expected shape that the prepared image must have
     * @return empty if it is not known
     */
    final Optional<Shape> shape(int pixels, Shape expected) {
        if (format.takesAnySize()) {
            return stored.shape(pixels);
        }
        Shape shape = format.steps().contains(PreparationStep.TRANSPOSE) ? expected.transposed() : expected;
        return Optional.of(shape).filter(fitting -> fitting.pixels() == pixels);
    }

    /** Shape of an image of so many pixels after its preparation, as far as the number tells it. */
    final Shape shape(int pixels) {
        Shape square = Shape.ofPixels(pixels);
        return format.takesAnySize() ? format.prepared(square) : square;
    }

    /** The reason of a row whose number of pixels does not fit. */
    final String sizeMismatch(Shape expected, String unit, int count) {
        return format.takesAnySize()
                ? "image must be square, as its height and width are not stored, but holds " + count + " " + unit
                : "image must hold " + expected.pixels() + " " + unit + ", the network's inputs, but holds " + count;
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
