package dev.mnistscorer.evaluation;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A challenger compared with the network of the run, the base, on the same images.
 *
 * @param counts images with a label by which networks predict them right
 * @param test McNemar's test of the accuracies
 * @param classes {@code [class]}: the same counts for the images of each class
 * @param predictions {@code [prediction of the base][prediction of the challenger]}: number of images, with or without a
 *     label
 * @param mostConfident the disagreements of the highest confidence, which is that of the less confident network; empty if
 *     probabilities were not computed
 */
public record Comparison(
        PairCounts counts,
        McNemar test,
        List<PairCounts> classes,
        long[][] predictions,
        List<Disagreement> mostConfident) {

    static Comparison of(PairTally tally) {
        List<PairCounts> classes = tally.outcomes();
        PairCounts counts = classes.stream().reduce(PairCounts.NONE, PairCounts::plus);
        return new Comparison(
                counts,
                counts.test(),
                classes,
                IntStream.range(0, tally.classes())
                        .mapToObj(base -> IntStream.range(0, tally.classes())
                                .mapToLong(challenger -> tally.predictions(base, challenger))
                                .toArray())
                        .toArray(long[][]::new),
                tally.mostConfident());
    }

    /** Returns true if at least one image had a label. */
    public boolean evaluated() {
        return counts.total() > 0;
    }

    /** Number of images, with or without a label. */
    public long count() {
        return new ConfusionMatrix(predictions).total();
    }

    /** Number of images that both networks predict as the same class. */
    public long agreed() {
        return new ConfusionMatrix(predictions).correct();
    }

    /** Fraction of the images that both networks predict as the same class; NaN without images. */
    public double agreement() {
        return ClassStatistics.ratio(agreed(), count());
    }

    /** 95 % CI of the agreement. */
    public ConfidenceInterval agreementInterval() {
        return ConfidenceInterval.wilson(agreed(), count());
    }
}
