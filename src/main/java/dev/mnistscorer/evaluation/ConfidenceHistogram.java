package dev.mnistscorer.evaluation;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/** Counts of predictions, and of the wrong ones among them, in bins of confidence of equal width from 0 to 1. */
final class ConfidenceHistogram implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int bins;
    private transient long[] counts;
    private transient long[] wrong;

    ConfidenceHistogram(int bins) {
        this.bins = bins;
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
        return Math.max(0, Math.min(bins - 1, (int) Math.ceil((double) confidence * bins) - 1));
    }

    void merge(ConfidenceHistogram other) {
        for (int bin = 0; bin < bins; bin++) {
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

    /** The same predictions in {@code fewer} bins, a divisor of the number of these: exactly the histogram of so many. */
    ConfidenceHistogram coarse(int fewer) {
        ConfidenceHistogram sums = new ConfidenceHistogram(fewer);
        for (int bin = 0; bin < bins; bin++) {
            sums.counts[bin / (bins / fewer)] += counts[bin];
            sums.wrong[bin / (bins / fewer)] += wrong[bin];
        }
        return sums;
    }

    // Most bins of a partition are empty.
    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        SparseCounts.write(counts, out);
        SparseCounts.write(wrong, out);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        counts = new long[bins];
        wrong = new long[bins];
        SparseCounts.read(counts, in);
        SparseCounts.read(wrong, in);
    }
}
