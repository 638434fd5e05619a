package dev.mnistscorer.evaluation;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Histograms of the probabilities of each class: one over the images of the class, one over all others. ROC and
 * precision-recall curves are derived from them without sorting all scores.
 *
 * <p>Scores are dense near 0 and near 1, so bins are narrow there: the bits of a float, cut off after
 * {@value #FRACTION_BITS} bits of its fraction, of {@code p} below a half and of {@code 1 − p} above (that difference is
 * exact). Scores in one bin count as mixed evenly, which moves an area by at most half of the fraction of pairs that fall
 * into one bin: 1e-5 on MNIST.
 */
final class ScoreHistogram implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int FRACTION_BITS = 7;
    private static final int SHIFT = 23 - FRACTION_BITS;

    /** Probabilities below 2^-40 fall into the first bin. */
    private static final int LOWEST = Float.floatToRawIntBits(0x1p-40f) >> SHIFT;

    private static final int HALF = (Float.floatToRawIntBits(0.5f) >> SHIFT) - LOWEST;
    private static final int BINS = 2 * HALF + 2;

    private transient long[][] positives; // [class][bin]
    private transient long[][] negatives; // [class][bin]

    ScoreHistogram(int classes) {
        positives = new long[classes][BINS];
        negatives = new long[classes][BINS];
    }

    void add(int label, float[] probabilities) {
        for (int k = 0; k < probabilities.length; k++) {
            (k == label ? positives : negatives)[k][bin(probabilities[k])]++;
        }
    }

    private static int bin(float probability) {
        return probability <= 0.5f ? fromEnd(probability) : BINS - 1 - fromEnd(1 - probability);
    }

    private static int fromEnd(float distance) {
        return Math.max(0, (Float.floatToRawIntBits(distance) >> SHIFT) - LOWEST);
    }

    void merge(ScoreHistogram other) {
        for (int k = 0; k < positives.length; k++) {
            for (int bin = 0; bin < BINS; bin++) {
                positives[k][bin] += other.positives[k][bin];
                negatives[k][bin] += other.negatives[k][bin];
            }
        }
    }

    /** {@code [class]}: the ROC curve of the class against the rest. */
    List<RocCurve> curves() {
        return IntStream.range(0, positives.length)
                .mapToObj(k -> RocCurve.of(positives[k], negatives[k]))
                .toList();
    }

    // Most bins are empty: only the others are serialised.
    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeInt(positives.length);
        for (int k = 0; k < positives.length; k++) {
            write(positives[k], out);
            write(negatives[k], out);
        }
    }

    private static void write(long[] counts, ObjectOutputStream out) throws IOException {
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] != 0) {
                out.writeInt(bin);
                out.writeLong(counts[bin]);
            }
        }
        out.writeInt(BINS);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        int classes = in.readInt();
        positives = new long[classes][BINS];
        negatives = new long[classes][BINS];
        for (int k = 0; k < classes; k++) {
            read(positives[k], in);
            read(negatives[k], in);
        }
    }

    private static void read(long[] counts, ObjectInputStream in) throws IOException {
        for (int bin = in.readInt(); bin < BINS; bin = in.readInt()) {
            counts[bin] = in.readLong();
        }
    }
}
