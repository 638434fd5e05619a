package dev.mnistscorer.cli;

import dev.mnistscorer.image.PixelRange;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the text of an argument to a range of pixels. */
final class PixelRangeConverter implements ITypeConverter<PixelRange> {
    @Override
    public PixelRange convert(String text) {
        try {
            return PixelRange.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
