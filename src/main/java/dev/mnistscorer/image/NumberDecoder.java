package dev.mnistscorer.image;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.spark.NumberColumn;
import java.util.Optional;

/** Decodes a column of numbers, row-major: an array or an ML vector. */
final class NumberDecoder extends ImageDecoder {
    private final NumberColumn numbers;
    private final PixelRange range;

    /**
     * A decoder.
     *
     * @throws BadInputException if the range of the numbers is not known
     */
    NumberDecoder(NumberColumn numbers, RowFormat format, StoredSize stored) {
        super(format, stored);
        this.numbers = numbers;
        this.range = Optional.ofNullable(format.range())
                .or(() -> numbers.isWhole() ? Optional.of(PixelRange.BYTES) : Optional.empty())
                .orElseThrow(
                        () -> new BadInputException(
                                "column image holds fractional numbers, whose range must be given:"
                                        + " --pixel-range=0..1, 0..255 or another, or none for numbers that enter the network as they are"));
    }

    @Override
    public Optional<String> decode(Shape shape, MiniBatch batch, int place) {
        if (numbers.isNull()) {
            return Optional.of("image must hold " + shape.pixels() + " numbers but is null");
        }
        int count = numbers.count();
        Optional<Shape> raw = shape(count, shape);
        if (raw.isEmpty()) {
            return Optional.of(sizeMismatch(shape, "numbers", count));
        }
        float[] pixels = new float[count];
        Optional<String> invalid = scale(pixels);
        return invalid.isPresent()
                ? invalid
                : place(prepared(new GreyImage(raw.get().height(), raw.get().width(), pixels)), shape, batch, place);
    }

    /** Reads the pixels; returns the reason if one is invalid. */
    private Optional<String> scale(float[] pixels) {
        numbers.read();
        for (int i = 0; i < pixels.length; i++) {
            if (numbers.isNull(i)) {
                return Optional.of("pixel " + i + " must be in " + range.valid() + " but is null");
            }
            double value = numbers.get(i);
            if (!range.contains(value)) {
                return Optional.of(
                        "pixel " + i + " must be in " + range.valid() + " but was " + PixelRange.number(value));
            }
            pixels[i] = range.pixel(value);
        }
        return Optional.empty();
    }

    @Override
    Shape shape() throws InvalidImageException {
        int count = numbers.count();
        if (count < 1 || count > PictureReader.MOST_PIXELS) {
            throw new InvalidImageException(
                    "image must hold 1 to " + PictureReader.MOST_PIXELS + " numbers but holds " + count);
        }
        float[] pixels = new float[count];
        Optional<String> invalid = scale(pixels);
        if (invalid.isPresent()) {
            throw new InvalidImageException(invalid.get());
        }
        return shape(count);
    }
}
