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
 * <p>Scores are dense near 0 and near 1, so bins are narrow there: the bits of a float, cut off after a few bits of its
 * fraction, of {@code p} below a half and of {@code 1 − p} above (that difference is exact). Scores in one bin count as
 * mixed evenly, which moves an area by at most half of the fraction of pairs that fall into one bin: 1e-5 on MNIST.
 *
 * <p>{@value #MOST_FRACTION_BITS} bits of the fraction are kept for up to 125 classes; above that as many as leave the
 * histograms of all classes within {@value #LARGEST} counts, four of 1,000 classes.
 */
final class ScoreHistogram implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int MOST_FRACTION_BITS = 7;

    /** 20 MB of counts. */
    private static final int LARGEST = 2_500_000;

    /** Probabilities below this fall into the first bin. */
    private static final float LOWEST = 0x1p-40f;

    private static final int FLOAT_FRACTION_BITS = 23;

    private final int shift;
    private final int lowest;
    private final int bins;
    private transient long[][] positives; // [class][bin]
    private transient long[][] negatives; // [class][bin]

    ScoreHistogram(int classes) {
        int bits = MOST_FRACTION_BITS;
        while (bits > 0 && 2L * classes * bins(bits) > LARGEST) {
            bits--;
        }
        shift = FLOAT_FRACTION_BITS - bits;
        lowest = Float.floatToRawIntBits(LOWEST) >> shift;
        bins = bins(bits);
        positives = new long[classes][bins];
        negatives = new long[classes][bins];
    }

    private static int bins(int fractionBits) {
        int cut = FLOAT_FRACTION_BITS - fractionBits;
        return 2 * ((Float.floatToRawIntBits(0.5f) >> cut) - (Float.floatToRawIntBits(LOWEST) >> cut)) + 2;
    }

    void add(int label, float[] probabilities) {
        for (int k = 0; k < probabilities.length; k++) {
            (k == label ? positives : negatives)[k][bin(probabilities[k])]++;
        }
    }

    private int bin(float probability) {
        return probability <= 0.5f ? fromEnd(probability) : bins - 1 - fromEnd(1 - probability);
    }

    private int fromEnd(float distance) {
        return Math.max(0, (Float.floatToRawIntBits(distance) >> shift) - lowest);
    }

    void merge(ScoreHistogram other) {
        for (int k = 0; k < positives.length; k++) {
            for (int bin = 0; bin < bins; bin++) {
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

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeInt(positives.length);
        for (int k = 0; k < positives.length; k++) {
            SparseCounts.write(positives[k], out);
            SparseCounts.write(negatives[k], out);
        }
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        int classes = in.readInt();
        positives = new long[classes][bins];
        negatives = new long[classes][bins];
        for (int k = 0; k < classes; k++) {
            SparseCounts.read(positives[k], in);
            SparseCounts.read(negatives[k], in);
        }
    }
}
