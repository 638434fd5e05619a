package dev.mnistscorer.evaluation;

import java.io.Serializable;
import java.util.Comparator;

/**
 * An image worth showing.
 *
 * @param origin the file that it is from
 * @param index the position in that file
 * @param label the true class, or {@link ScoredImage#NO_LABEL}
 * @param prediction the predicted class
 * @param confidence the probability of the prediction
 * @param pixels row-major unsigned bytes
 */
public record Exhibit(String origin, long index, int label, int prediction, float confidence, byte[] pixels)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** By file and position: no two images are equal. */
    static final Comparator<Exhibit> BY_PLACE =
            Comparator.comparing(Exhibit::origin).thenComparingLong(Exhibit::index);

    /** The most confident first. */
    static final Comparator<Exhibit> SUREST =
            Comparator.comparingDouble(Exhibit::confidence).reversed().thenComparing(BY_PLACE);

    /** The least confident first. */
    static final Comparator<Exhibit> UNSUREST =
            Comparator.comparingDouble(Exhibit::confidence).thenComparing(BY_PLACE);
}
