package dev.mnistscorer.image;

import java.io.Serializable;
import java.util.Set;

/**
 * Format of the labels and images in the rows of a table, as far as their types do not tell it.
 *
 * @param range range of the numbers that stand for pixels; null: 0..255 for whole numbers, not known for others
 * @param steps changes of the images before they are scored
 * @param labelOffset label of class 0
 */
public record RowFormat(PixelRange range, Set<PreparationStep> steps, int labelOffset) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Unsigned bytes, or numbers of a range that their type tells; scored as they are. */
    public static final RowFormat PLAIN = new RowFormat(null, Set.of(), 0);

    /** Copies the set. */
    public RowFormat {
        steps = Set.copyOf(steps);
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
