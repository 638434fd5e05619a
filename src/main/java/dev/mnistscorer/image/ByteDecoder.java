package dev.mnistscorer.image;

import dev.mnistscorer.spark.RowView;
import java.io.IOException;
import java.util.Optional;

/** Decodes a binary column: unsigned bytes, row-major, or an encoded picture; each row is told apart by its first bytes. */
final class ByteDecoder extends ImageDecoder {
    private final RowView row;
    private final int column;
    private final PictureReader pictures = new PictureReader();

    ByteDecoder(RowView row, int column, RowFormat format) {
        super(format);
        this.row = row;
        this.column = column;
    }

    @Override
    public Optional<String> decode(Shape shape, MiniBatch batch, int place) {
        if (row.isNull(column)) {
            return Optional.of("image must hold " + shape.pixels() + " bytes but is null");
        }
        int length = row.length(column);
        Optional<PictureFormat> picture = picture(length);
        if (picture.isEmpty() && length != shape.pixels()) {
            return Optional.of(
                    "image must hold " + shape.pixels() + " bytes, the network's inputs, but holds " + length);
        }
        if (picture.isEmpty() && format.steps().isEmpty()) {
            row.copyBytes(column, length, batch.bytes(), batch.offset(place));
            return Optional.empty();
        }
        try {
            return place(picture.isPresent() ? decoded(picture.get()) : raw(shape), shape, batch, place);
        } catch (IOException e) {
            return Optional.of(undecodable(picture.orElseThrow(), e));
        }
    }

    private Optional<PictureFormat> picture(int length) {
        return length < Long.BYTES ? Optional.empty() : PictureFormat.of(row.firstLong(column), length);
    }

    private static String undecodable(PictureFormat format, IOException e) {
        return "image must be a picture that can be decoded but its " + format + " data cannot: " + e.getMessage();
    }

    private GreyImage decoded(PictureFormat picture) throws IOException {
        return prepared(pictures.read(picture, row.getBytes(column)));
    }

    private GreyImage raw(Shape prepared) {
        byte[] bytes = row.getBytes(column);
        float[] pixels = new float[bytes.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = bytes[i] & 0xff;
        }
        return prepared(image(pixels, prepared));
    }

    @Override
    Shape shape() throws InvalidImageException {
        int length = row.length(column);
        Optional<PictureFormat> picture = picture(length);
        if (picture.isEmpty() && length == 0) {
            throw new InvalidImageException("image must hold bytes but is empty");
        }
        try {
            return (picture.isPresent() ? decoded(picture.get()) : raw(Shape.ofPixels(length))).shape();
        } catch (IOException e) {
            throw new InvalidImageException(undecodable(picture.orElseThrow(), e));
        }
    }
}
