package dev.mnistscorer.evaluation;

import java.util.stream.IntStream;

/**
 * Counts of images by true class (rows) and predicted class (columns), with a row and a column for every class of the
 * network, seen or not.
 *
 * @param counts {@code [true class][predicted class]}
 */
public record ConfusionMatrix(long[][] counts) {

    static ConfusionMatrix of(Tally tally) {
        return new ConfusionMatrix(IntStream.range(0, tally.classes())
                .mapToObj(label -> IntStream.range(0, tally.classes())
                        .mapToLong(prediction -> tally.confusion(label, prediction))
                        .toArray())
                .toArray(long[][]::new));
    }

    /** Number of rows, and of columns. */
    public int classes() {
        return counts.length;
    }

    /** Number of images of class {@code label} that were predicted as {@code prediction}. */
    public long count(int label, int prediction) {
        return counts[label][prediction];
    }

    /** Number of images of class {@code label}: the sum of its row. */
    public long support(int label) {
        return IntStream.range(0, classes()).mapToLong(k -> counts[label][k]).sum();
    }

    /** Number of images predicted as class {@code prediction}: the sum of its column. */
    public long predicted(int prediction) {
        return IntStream.range(0, classes())
                .mapToLong(k -> counts[k][prediction])
                .sum();
    }

    /** Number of images predicted right: the sum of the diagonal. */
    public long correct() {
        return IntStream.range(0, classes()).mapToLong(k -> counts[k][k]).sum();
    }

    /** Number of images: the sum of all cells. */
    public long total() {
        return IntStream.range(0, classes()).mapToLong(this::support).sum();
    }
}
