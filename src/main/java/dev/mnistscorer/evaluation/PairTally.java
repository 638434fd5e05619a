package dev.mnistscorer.evaluation;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/** Mergeable counts over images that two networks have scored, from which {@link Comparison} is derived. */
final class PairTally implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int MOST_CONFIDENT = 50;

    /** Outcomes of an image with a label: 2 if the base is wrong, and 1 if the challenger is. */
    private static final int OUTCOMES = 4;

    private final int classes;
    private transient long[] predictions; // [prediction of the base, prediction of the challenger], row-major
    private final long[] outcomes; // [true class, outcome], row-major
    private final Top<Disagreement> mostConfident; // null for PairLevel.COUNTS

    PairTally(int classes, PairLevel level) {
        this.classes = classes;
        this.predictions = new long[Math.multiplyExact(classes, classes)];
        this.outcomes = new long[Math.multiplyExact(classes, OUTCOMES)];
        this.mostConfident =
                level == PairLevel.EXAMPLES ? new Top<>(Disagreement.Order.MOST_CONFIDENT, MOST_CONFIDENT) : null;
    }

    void add(ScoredImage image) {
        int label = image.label();
        int base = image.prediction();
        int challenger = image.challengerPrediction();
        predictions[base * classes + challenger]++;
        if (label != ScoredImage.NO_LABEL) {
            outcomes[label * OUTCOMES + (base == label ? 0 : 2) + (challenger == label ? 0 : 1)]++;
        }
        if (base != challenger && mostConfident != null) {
            offer(image, challenger);
        }
    }

    private void offer(ScoredImage image, int challenger) {
        float confidence = image.confidence();
        float challengerConfidence = image.challengerConfidence();
        // Pixels are copied only for images that may be kept.
        if (!mostConfident.isFull()
                || Math.min(confidence, challengerConfidence)
                        >= mostConfident.last().confidence()) {
            mostConfident.offer(new Disagreement(Example.of(image, confidence), challenger, challengerConfidence));
        }
    }

    void merge(PairTally other) {
        for (int i = 0; i < predictions.length; i++) {
            predictions[i] += other.predictions[i];
        }
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] += other.outcomes[i];
        }
        if (mostConfident != null) {
            mostConfident.merge(other.mostConfident);
        }
    }

    /** Number of images that the base predicts as one class and the challenger as another or the same. */
    long predictions(int base, int challenger) {
        return predictions[base * classes + challenger];
    }

    /** {@code [class]}: outcomes of the images of each class. */
    List<PairCounts> outcomes() {
        return IntStream.range(0, classes)
                .map(label -> label * OUTCOMES)
                .mapToObj(at ->
                        new PairCounts(outcomes[at], outcomes[at + 1], outcomes[at + 2], outcomes[at + OUTCOMES - 1]))
                .toList();
    }

    /** The most confident disagreements; none for {@link PairLevel#COUNTS}. */
    List<Disagreement> mostConfident() {
        return mostConfident == null ? List.of() : mostConfident.elements();
    }

    int classes() {
        return classes;
    }

    // A partition has few of the pairs of many classes.
    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        SparseCounts.write(predictions, out);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        predictions = new long[Math.multiplyExact(classes, classes)];
        SparseCounts.read(predictions, in);
    }
}
