package dev.mnistscorer.evaluation;

import java.io.Serializable;

/**
 * What is counted over scored images: one per partition, merged on the driver. All figures are derived from it
 * afterwards. Counts are exact, so that any partitioning and any order of merging give the same.
 */
public final class Tally implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int classes;
    private final long[] confusion; // [true class, predicted class], row-major
    private final long[] unlabelled; // [predicted class]

    /** An empty tally over classes {@code 0} to {@code classes − 1}. */
    public Tally(int classes) {
        this.classes = classes;
        this.confusion = new long[Math.multiplyExact(classes, classes)];
        this.unlabelled = new long[classes];
    }

    /** The number of classes. */
    public int classes() {
        return classes;
    }

    /** Counts an image whose true class is known; both arguments in {@code 0..classes − 1}. */
    public void add(int label, int prediction) {
        confusion[label * classes + prediction]++;
    }

    /** Counts an image whose true class is not known. */
    public void addUnlabelled(int prediction) {
        unlabelled[prediction]++;
    }

    /** Adds the counts of another part of the data. */
    public Tally merge(Tally other) {
        for (int i = 0; i < confusion.length; i++) {
            confusion[i] += other.confusion[i];
        }
        for (int k = 0; k < classes; k++) {
            unlabelled[k] += other.unlabelled[k];
        }
        return this;
    }

    /** How often class {@code prediction} was predicted for images of class {@code label}. */
    public long confusion(int label, int prediction) {
        return confusion[label * classes + prediction];
    }

    /** How often class {@code prediction} was predicted for images without a label. */
    public long unlabelled(int prediction) {
        return unlabelled[prediction];
    }
}
