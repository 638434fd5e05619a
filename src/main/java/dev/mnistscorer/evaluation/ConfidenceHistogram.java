package dev.mnistscorer.evaluation;

import java.io.Serializable;

/** Counts of predictions, and of the wrong ones among them, in bins of confidence of equal width from 0 to 1. */
final class ConfidenceHistogram implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long[] counts;
    private final long[] wrong;

    ConfidenceHistogram(int bins) {
        counts = new long[bins];
        wrong = new long[bins];
    }

    /** Counts a prediction and returns its bin. */
    int add(float confidence, boolean isWrong) {
        int bin = bin(confidence);
        counts[bin]++;
        if (isWrong) {
            wrong[bin]++;
        }
        return bin;
    }

    /** A bin includes its upper bound, the first one 0 too. */
    private int bin(float confidence) {
        int bins = counts.length;
        return Math.max(0, Math.min(bins - 1, (int) Math.ceil((double) confidence * bins) - 1));
    }

    void merge(ConfidenceHistogram other) {
        for (int bin = 0; bin < counts.length; bin++) {
            counts[bin] += other.counts[bin];
            wrong[bin] += other.wrong[bin];
        }
    }

    /** {@code [bin]}: number of predictions. */
    long[] counts() {
        return counts;
    }

    /** {@code [bin]}: number of wrong predictions. */
    long[] wrong() {
        return wrong;
    }
}
