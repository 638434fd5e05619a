package dev.mnistscorer.evaluation;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/**
 * Counts of labelled predictions, and of the wrong ones among them, by confidence, from which {@link RiskCoverage} is derived. The
 * bins are narrow, as most predictions of a good network are above 0.99.
 */
final class RiskTally implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int BINS = 1_000;

    private transient long[] counts = new long[BINS];
    private transient long[] wrong = new long[BINS];

    /** Counts a prediction; a bin includes its upper bound. */
    void add(float confidence, boolean isWrong) {
        int bin = Math.max(0, Math.min(BINS - 1, (int) Math.ceil((double) confidence * BINS) - 1));
        counts[bin]++;
        if (isWrong) {
            wrong[bin]++;
        }
    }

    void merge(RiskTally other) {
        for (int bin = 0; bin < BINS; bin++) {
            counts[bin] += other.counts[bin];
            wrong[bin] += other.wrong[bin];
        }
    }

    RiskCoverage coverage() {
        return RiskCoverage.of(counts, wrong);
    }

    // Most bins of a partition are empty.
    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        SparseCounts.write(counts, out);
        SparseCounts.write(wrong, out);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        counts = new long[BINS];
        wrong = new long[BINS];
        SparseCounts.read(counts, in);
        SparseCounts.read(wrong, in);
    }
}
