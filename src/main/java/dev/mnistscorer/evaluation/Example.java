package dev.mnistscorer.evaluation;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;

/**
 * A scored image kept for display.
 *
 * @param origin file that the image is from
 * @param index position in that file, or {@link ScoredImage#NO_INDEX}
 * @param label true class, or {@link ScoredImage#NO_LABEL}
 * @param prediction predicted class
 * @param confidence probability of the prediction
 * @param pixels row-major unsigned bytes
 */
public record Example(String origin, long index, int label, int prediction, float confidence, byte[] pixels)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** By file and position; images of one place, which are those whose position is not known, by what they are. */
    static final Comparator<Example> BY_PLACE = Comparator.comparing(Example::origin)
            .thenComparingLong(Example::index)
            .thenComparingInt(Example::label)
            .thenComparing(Example::pixels, Arrays::compareUnsigned);

    /** The most confident first. */
    static final Comparator<Example> MOST_CONFIDENT =
            Comparator.comparingDouble(Example::confidence).reversed().thenComparing(BY_PLACE);

    /** The least confident first. */
    static final Comparator<Example> LEAST_CONFIDENT =
            Comparator.comparingDouble(Example::confidence).thenComparing(BY_PLACE);

    /** Keeps a scored image. */
    static Example of(ScoredImage image, float confidence) {
        return new Example(
                image.origin(), image.index(), image.label(), image.prediction(), confidence, image.pixels());
    }
}
