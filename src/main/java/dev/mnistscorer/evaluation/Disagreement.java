package dev.mnistscorer.evaluation;

import java.io.Serializable;
import java.util.Comparator;

/**
 * An image for which two networks predict different classes.
 *
 * @param base the image with the prediction of the base
 * @param challengerPrediction class that the challenger predicts
 * @param challengerConfidence probability of that class by the challenger
 */
public record Disagreement(Example base, int challengerPrediction, float challengerConfidence) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Confidence of the less confident of the two networks. */
    float confidence() {
        return Math.min(base.confidence(), challengerConfidence);
    }

    /** Orders of disagreements; ties are broken by file and position. */
    enum Order implements Comparator<Disagreement> {
        /** The most confident first. */
        MOST_CONFIDENT;

        private static final Comparator<Disagreement> COMPARATOR = Comparator.comparingDouble(Disagreement::confidence)
                .reversed()
                .thenComparing(Disagreement::base, Example.BY_PLACE);

        @Override
        public int compare(Disagreement one, Disagreement other) {
            return COMPARATOR.compare(one, other);
        }
    }
}
