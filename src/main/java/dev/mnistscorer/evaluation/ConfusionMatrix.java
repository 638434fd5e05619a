package dev.mnistscorer.evaluation;

import java.util.stream.IntStream;

/**
 * How often each class was taken for each: rows are the true classes, columns the predicted ones. Always has a row and a
 * column for every class of the network, seen or not.
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

    /** The number of classes. */
    public int classes() {
        return counts.length;
    }

    /** How many images of class {@code label} were predicted as {@code prediction}. */
    public long count(int label, int prediction) {
        return counts[label][prediction];
    }

    /** How many images are of class {@code label}: the sum of its row. */
    public long support(int label) {
        return IntStream.range(0, classes()).mapToLong(k -> counts[label][k]).sum();
    }

    /** How many images were predicted as class {@code prediction}: the sum of its column. */
    public long predicted(int prediction) {
        return IntStream.range(0, classes())
                .mapToLong(k -> counts[k][prediction])
                .sum();
    }

    /** How many images were predicted right: the sum of the diagonal. */
    public long correct() {
        return IntStream.range(0, classes()).mapToLong(k -> counts[k][k]).sum();
    }

    /** How many images there are. */
    public long total() {
        return IntStream.range(0, classes()).mapToLong(this::support).sum();
    }
}
