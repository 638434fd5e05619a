package dev.mnistscorer.ml;

import dev.mnistscorer.image.PixelRange;

/** Values of the param {@code pixelRange}. */
final class PixelRangeParam {
    /** Numbers enter the network as they are. */
    static final String AS_IS = "none";

    private PixelRangeParam() {}

    /**
     * Returns the range of a value; null if the type of a column tells it.
     *
     * @throws IllegalArgumentException if the param cannot have the value
     */
    static PixelRange range(String text) {
        return switch (text) {
            case "" -> null;
            case AS_IS -> PixelRange.ANY;
            default -> PixelRange.parse(text);
        };
    }
}
