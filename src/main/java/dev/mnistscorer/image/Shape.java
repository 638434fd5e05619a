package dev.mnistscorer.image;

import dev.mnistscorer.table.ImageSize;
import java.io.Serializable;
import org.apache.spark.sql.types.StructField;

/**
 * Shape of an image.
 *
 * @param height rows of pixels
 * @param width pixels in a row
 */
public record Shape(int height, int width) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The shape of images of which only the number of pixels is known: a square if there is one, else a row. */
    public static Shape ofPixels(int pixels) {
        int side = (int) Math.round(Math.sqrt(pixels));
        return side * side == pixels ? new Shape(side, side) : new Shape(1, pixels);
    }

    /** The shape that the metadata of an image column have, else the shape of images of so many pixels. */
    public static Shape of(StructField image, int pixels) {
        return ImageSize.of(image)
                .map(size -> new Shape(size.height(), size.width()))
                .filter(shape -> shape.pixels() == pixels)
                .orElseGet(() -> ofPixels(pixels));
    }

    /** Number of pixels. */
    public int pixels() {
        return Math.multiplyExact(height, width);
    }

    Shape transposed() {
        return new Shape(width, height);
    }

    @Override
    public String toString() {
        return height + " × " + width;
    }
}
