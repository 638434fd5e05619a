package dev.mnistscorer.evaluation;

/**
 * Metrics of one class. A metric whose denominator is 0 is NaN here and {@code null} in JSON.
 *
 * @param label the class
 * @param precision fraction of the images predicted as this class that belong to it
 * @param recall fraction of the images of this class that are predicted as it
 * @param f1 harmonic mean of the two: {@code 2·tp / (2·tp + fp + fn)}
 * @param recallInterval 95 % CI of the recall
 * @param support number of images of this class
 * @param predicted number of images predicted as this class
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

    /** Returns {@code part / whole}, NaN for {@code 0 / 0}. */
    static double ratio(long part, long whole) {
        return (double) part / whole;
    }
}
