package dev.mnistscorer.ml;

import dev.mnistscorer.image.PixelRange;

/** Values of the param {@code pixelRange}. */
final class PixelRangeParam {
    private PixelRangeParam() {}

    /**
     * Returns the range of a value; null if the type of a column tells it.
     *
     * @throws IllegalArgumentException if the param cannot have the value
     */
    static PixelRange range(String text) {
        return text.isEmpty() ? null : PixelRange.parse(text);
    }
}
