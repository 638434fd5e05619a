package dev.mnistscorer.image;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Format of the labels and images in the rows of a table, as far as their types do not tell it.
 *
 * @param range range of the numbers that stand for pixels; null: 0..255 for whole numbers, not known for others;
 *     {@link PixelRange#ANY}: numbers are no pixels
 * @param steps changes of the images before they are scored
 * @param labelOffset label of class 0
 */
public record RowFormat(PixelRange range, Set<PreparationStep> steps, int labelOffset) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Unsigned bytes, or numbers of a range that their type tells; scored as they are. */
    public static final RowFormat PLAIN = new RowFormat(null, Set.of(), 0);

    /** Copies the set, in the order of the steps: the text of a format is part of a run's identity. */
    public RowFormat {
        Set<PreparationStep> ordered = EnumSet.noneOf(PreparationStep.class);
        ordered.addAll(steps);
        steps = Collections.unmodifiableSet(ordered);
    }

    /** The same format with images as they were before the preparation, to be shown beside the prepared ones. */
    public RowFormat preview() {
        return new RowFormat(range, Set.of(PreparationStep.PREVIEW), labelOffset);
    }

    /** Tells whether images consist of pixels, which can be shown, measured and prepared, and not of any numbers. */
    public boolean holdsPixels() {
        return !PixelRange.ANY.equals(range);
    }

    /** Format of the images of {@link DecodedImages}: unsigned bytes, or the numbers as they are where they are no pixels. */
    public RowFormat decoded() {
        return holdsPixels() ? PLAIN : new RowFormat(range, Set.of(), 0);
    }

    /** Tells whether images are prepared by {@link PreparationStep#MNIST}. */
    public boolean isMnist() {
        return steps.contains(PreparationStep.MNIST);
    }

    /** Tells whether images may have any size. */
    boolean takesAnySize() {
        return isMnist() || steps.contains(PreparationStep.PREVIEW);
    }

    /** Shape of an image of a shape after the preparation. */
    public Shape prepared(Shape shape) {
        Shape result = shape;
        for (PreparationStep step : PreparationStep.values()) {
            result = steps.contains(step) ? step.shape(result) : result;
        }
        return result;
    }
}
