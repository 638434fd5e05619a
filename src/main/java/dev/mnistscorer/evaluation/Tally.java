package dev.mnistscorer.evaluation;

import dev.mnistscorer.table.MetricsLevel;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Mergeable counts over scored images: one object a partition, merged on the driver. All metrics are derived from it
 * afterwards. All of it is exact, so that any partitioning and any order of merging give the same.
 */
public final class Tally implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int classes;
    private transient long[] confusion; // [true class, predicted class], row-major
    private final long[] unlabelled; // [predicted class]
    private final ProbabilityTally probabilities; // null for MetricsLevel.ACCURACY
    private final PairTally pairs; // null for PairLevel.NONE
    private final SliceTally[] slices; // [column]

    /** An empty tally over classes {@code 0} to {@code classes − 1}. */
    public Tally(int classes, MetricsLevel level) {
        this(classes, level, PairLevel.NONE, List.of());
    }

    /**
     * An empty tally over classes {@code 0} to {@code classes − 1}.
     *
     * @param pairs comparison with a challenger
     * @param slices names of the columns by whose values accuracy is counted, as {@link ScoredImage#slice} numbers them
     */
    Tally(int classes, MetricsLevel level, PairLevel pairs, List<String> slices) {
        this.classes = classes;
        this.confusion = new long[Math.multiplyExact(classes, classes)];
        this.unlabelled = new long[classes];
        this.probabilities = level == MetricsLevel.ALL ? new ProbabilityTally(classes) : null;
        this.pairs = pairs == PairLevel.NONE ? null : new PairTally(classes, pairs);
        this.slices = slices.stream().map(SliceTally::new).toArray(SliceTally[]::new);
    }

    /** Number of classes. */
    public int classes() {
        return classes;
    }

    /** Counts an image; label and prediction in {@code 0..classes − 1}, or {@link ScoredImage#NO_LABEL}. */
    public void add(ScoredImage image) {
        int label = image.label();
        if (label == ScoredImage.NO_LABEL) {
            unlabelled[image.prediction()]++;
        } else {
            confusion[label * classes + image.prediction()]++;
            for (int number = 0; number < slices.length; number++) {
                slices[number].add(image.slice(number), label == image.prediction());
            }
        }
        if (probabilities != null) {
            probabilities.add(image);
        }
        if (pairs != null) {
            pairs.add(image);
        }
    }

    /** Adds the counts of another part of the data, of the same level, to this tally, and returns this tally. */
    public Tally merge(Tally other) {
        for (int i = 0; i < confusion.length; i++) {
            confusion[i] += other.confusion[i];
        }
        for (int k = 0; k < classes; k++) {
            unlabelled[k] += other.unlabelled[k];
        }
        if (probabilities != null) {
            probabilities.merge(other.probabilities);
        }
        if (pairs != null) {
            pairs.merge(other.pairs);
        }
        for (int number = 0; number < slices.length; number++) {
            slices[number].merge(other.slices[number]);
        }
        return this;
    }

    /** Number of images. */
    public long count() {
        return Arrays.stream(confusion).sum() + Arrays.stream(unlabelled).sum();
    }

    /** Number of images of class {@code label} that were predicted as class {@code prediction}. */
    long confusion(int label, int prediction) {
        return confusion[label * classes + prediction];
    }

    /** {@code [class]}: number of images that were predicted as each class, with or without a label. */
    long[] predicted() {
        long[] predicted = unlabelled.clone();
        for (int i = 0; i < confusion.length; i++) {
            predicted[i % classes] += confusion[i];
        }
        return predicted;
    }

    Optional<ProbabilityTally> probabilities() {
        return Optional.ofNullable(probabilities);
    }

    Optional<PairTally> pairs() {
        return Optional.ofNullable(pairs);
    }

    List<Slices> slices() {
        return Arrays.stream(slices).map(SliceTally::slices).toList();
    }

    // A partition has few of the pairs of many classes.
    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        SparseCounts.write(confusion, out);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        confusion = new long[Math.multiplyExact(classes, classes)];
        SparseCounts.read(confusion, in);
    }
}
