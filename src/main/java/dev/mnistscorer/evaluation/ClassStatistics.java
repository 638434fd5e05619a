package dev.mnistscorer.evaluation;

/**
 * How one class fared. A figure whose denominator is 0 is NaN here and {@code null} in JSON.
 *
 * @param label the class
 * @param precision of the images predicted as this class, the share that are of it
 * @param recall of the images of this class, the share predicted as it
 * @param f1 the harmonic mean of the two: {@code 2·tp / (2·tp + fp + fn)}
 * @param recallInterval 95 % CI of the recall
 * @param support how many images are of this class
 * @param predicted how many images were predicted as this class
 */
public record ClassStatistics(
        int label,
        double precision,
        double recall,
        double f1,
        ConfidenceInterval recallInterval,
        long support,
        long predicted) {

    static ClassStatistics of(ConfusionMatrix matrix, int label) {
        long hits = matrix.count(label, label);
        long support = matrix.support(label);
        long predicted = matrix.predicted(label);
        return new ClassStatistics(
                label,
                ratio(hits, predicted),
                ratio(hits, support),
                ratio(2 * hits, support + predicted),
                ConfidenceInterval.wilson(hits, support),
                support,
                predicted);
    }

    /** {@code part / whole}, NaN for {@code 0 / 0}. */
    static double ratio(long part, long whole) {
        return (double) part / whole;
    }
}
