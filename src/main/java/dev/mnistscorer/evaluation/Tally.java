package dev.mnistscorer.evaluation;

import java.io.Serializable;
import java.util.Optional;

/**
 * What is counted over scored images: one per partition, merged on the driver. All figures are derived from it
 * afterwards. Everything in it is exact, so that any partitioning and any order of merging give the same.
 */
public final class Tally implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What is counted. */
    public enum Scope {
        /** Which class was predicted. */
        CLASSES,
        /** And with which probabilities, and of which images. */
        PROBABILITIES
    }

    private final int classes;
    private final long[] confusion; // [true class, predicted class], row-major
    private final long[] unlabelled; // [predicted class]
    private final ProbabilityTally probabilities; // null for Scope.CLASSES
    private long skipped;

    /** An empty tally over classes {@code 0} to {@code classes − 1}. */
    public Tally(int classes, Scope scope) {
        this.classes = classes;
        this.confusion = new long[Math.multiplyExact(classes, classes)];
        this.unlabelled = new long[classes];
        this.probabilities = scope == Scope.PROBABILITIES ? new ProbabilityTally(classes) : null;
    }

    /** The number of classes. */
    public int classes() {
        return classes;
    }

    /** Counts an image; label and prediction in {@code 0..classes − 1}, or {@link ScoredImage#NO_LABEL}. */
    public void add(ScoredImage image) {
        if (image.label() == ScoredImage.NO_LABEL) {
            unlabelled[image.prediction()]++;
        } else {
            confusion[image.label() * classes + image.prediction()]++;
        }
        if (probabilities != null) {
            probabilities.add(image);
        }
    }

    /** Counts an image that could not be scored. */
    void skip() {
        skipped++;
    }

    /** How many images could not be scored. */
    public long skipped() {
        return skipped;
    }

    /** Adds the counts of another part of the data, of the same scope. */
    public Tally merge(Tally other) {
        for (int i = 0; i < confusion.length; i++) {
            confusion[i] += other.confusion[i];
        }
        for (int k = 0; k < classes; k++) {
            unlabelled[k] += other.unlabelled[k];
        }
        skipped += other.skipped;
        if (probabilities != null) {
            probabilities.merge(other.probabilities);
        }
        return this;
    }

    /** How often class {@code prediction} was predicted for images of class {@code label}. */
    long confusion(int label, int prediction) {
        return confusion[label * classes + prediction];
    }

    /** How often class {@code prediction} was predicted for images without a label. */
    long unlabelled(int prediction) {
        return unlabelled[prediction];
    }

    Optional<ProbabilityTally> probabilities() {
        return Optional.ofNullable(probabilities);
    }
}
