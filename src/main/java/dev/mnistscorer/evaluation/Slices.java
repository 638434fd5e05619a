package dev.mnistscorer.evaluation;

import java.util.Comparator;
import java.util.List;

/**
 * Accuracy by the values of one column.
 *
 * @param column name of the column
 * @param slices one for each value that occurs with a label: that whose accuracy is at most the lowest, by the upper end of
 *     the 95 % CI, first
 * @param complete false if there are more values: then the slices are those of the first values in their order
 */
public record Slices(String column, List<Slice> slices, boolean complete) {
    /** The lowest upper end first; ties by value. */
    static final Comparator<Slice> WORST_FIRST =
            Comparator.comparingDouble((Slice slice) -> slice.interval().high()).thenComparing(Slice::value);

    /**
     * The images with one value.
     *
     * @param value the value as text
     * @param count number of images with a label
     * @param correct number of these that were predicted right
     */
    public record Slice(String value, long count, long correct) {
        /** Fraction that is predicted right. */
        public double accuracy() {
            return ClassStatistics.ratio(correct, count);
        }

        /** 95 % CI of the accuracy. */
        public ConfidenceInterval interval() {
            return ConfidenceInterval.wilson(correct, count);
        }
    }
}
