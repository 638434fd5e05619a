package dev.mnistscorer.evaluation;

import java.io.Serializable;

/** Counts of predictions, and among them of those with a label and of the wrong ones, in bins of confidence of equal width from 0 to 1. */
final class ConfidenceHistogram implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long[] counts;
    private final long[] labelled;
    private final long[] wrong;

    ConfidenceHistogram(int bins) {
        counts = new long[bins];
        labelled = new long[bins];
        wrong = new long[bins];
    }

    /** Counts a prediction and returns its bin. */
    int add(float confidence, boolean isLabelled, boolean isWrong) {
        int bin = bin(confidence);
        counts[bin]++;
        if (isLabelled) {
            labelled[bin]++;
        }
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
            labelled[bin] += other.labelled[bin];
            wrong[bin] += other.wrong[bin];
        }
    }

    /** {@code [bin]}: number of predictions. */
    long[] counts() {
        return counts;
    }

    /** {@code [bin]}: number of predictions of images with a label. */
    long[] labelled() {
        return labelled;
    }

    /** {@code [bin]}: number of wrong predictions. */
    long[] wrong() {
        return wrong;
    }
}
