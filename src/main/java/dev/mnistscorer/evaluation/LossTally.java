package dev.mnistscorer.evaluation;

import java.io.Serializable;

/** Sums of the log-loss and of the Brier score of labelled images. */
final class LossTally implements Serializable {
    private static final long serialVersionUID = 1L;

    private final FixedPointSum logLoss = new FixedPointSum();
    private final FixedPointSum brier = new FixedPointSum();
    private long count;

    void add(int label, float[] probabilities) {
        // The logarithm of StrictMath is the same on every machine.
        logLoss.add(-StrictMath.log(Math.max(probabilities[label], Float.MIN_NORMAL)));
        brier.add(squaredDistance(label, probabilities));
        count++;
    }

    private static double squaredDistance(int label, float[] probabilities) {
        double sum = 0;
        for (int k = 0; k < probabilities.length; k++) {
            double difference = probabilities[k] - (k == label ? 1.0 : 0.0);
            sum += difference * difference;
        }
        return sum;
    }

    void merge(LossTally other) {
        logLoss.merge(other.logLoss);
        brier.merge(other.brier);
        count += other.count;
    }

    double meanLogLoss() {
        return logLoss.mean(count);
    }

    double meanBrier() {
        return brier.mean(count);
    }
}
