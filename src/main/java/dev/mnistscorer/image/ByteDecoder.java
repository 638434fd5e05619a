package dev.mnistscorer.image;

import dev.mnistscorer.spark.RowView;
import java.io.IOException;
import java.util.Optional;

/** Decodes a binary column: unsigned bytes, row-major, or an encoded picture; each row is told apart by its first bytes. */
final class ByteDecoder extends ImageDecoder {
    private final RowView row;
    private final int column;
    private final PixelRange range;
    private final boolean plain;
    private final PictureReader pictures = new PictureReader();

    ByteDecoder(RowView row, int column, RowFormat format, StoredSize stored) {
        super(format, stored);
        this.row = row;
        this.column = column;
        this.range = Optional.ofNullable(format.range()).orElse(PixelRange.BYTES);
        this.plain = format.steps().isEmpty() && range.equals(PixelRange.BYTES);
    }

    @Override
    public Optional<String> decode(Shape shape, MiniBatch batch, int place) {
        if (row.isNull(column)) {
            return Optional.of("image must hold " + shape.pixels() + " bytes but is null");
        }
        int length = row.length(column);
        Optional<PictureFormat> picture = picture(length);
        if (picture.isPresent() && length == shape.pixels() && picture.get().mayBePixels(row.getBytes(column))) {
            picture = Optional.empty();
        }
        if (plain && picture.isEmpty() && length == shape.pixels()) {
            row.copyBytes(column, length, batch.bytes(), batch.offset(place));
            return Optional.empty();
        }
        if (picture.isPresent()) {
            try {
                return place(decoded(picture.get()), shape, batch, place);
            } catch (IOException e) {
                return Optional.of(undecodable(picture.get(), e));
            }
        }
        Optional<Shape> raw = shape(length, shape);
        if (raw.isEmpty()) {
            return Optional.of(sizeMismatch(shape, "bytes", length));
        }
        float[] pixels = new float[length];
        Optional<String> invalid = scale(pixels);
        return invalid.isPresent() ? invalid : place(raw(raw.get(), pixels), shape, batch, place);
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

    private GreyImage raw(Shape shape, float[] pixels) {
        return prepared(new GreyImage(shape.height(), shape.width(), pixels));
    }

    /** Reads the pixels; returns the reason if one is invalid. */
    private Optional<String> scale(float[] pixels) {
        byte[] bytes = row.getBytes(column);
        for (int i = 0; i < pixels.length; i++) {
            int value = bytes[i] & 0xff;
            if (!range.contains(value)) {
                return Optional.of("pixel " + i + " must be in " + range.valid() + " but was " + value);
            }
            pixels[i] = range.pixel(value);
        }
        return Optional.empty();
    }

    @Override
    Shape shape() throws InvalidImageException {
        int length = row.length(column);
        Optional<PictureFormat> picture = picture(length);
        if (picture.isEmpty() && length == 0) {
            throw new InvalidImageException("image must hold bytes but is empty");
        }
        try {
            return picture.isPresent() ? decoded(picture.get()).shape() : shape(length);
        } catch (IOException e) {
            throw new InvalidImageException(undecodable(picture.orElseThrow(), e));
        }
    }
}
