package dev.mnistscorer.image;

import dev.mnistscorer.spark.RowView;
import java.util.Optional;

/** Decodes the labels of a mini-batch of rows: numbers, or texts of numbers. For one thread. */
public final class LabelDecoder {
    private final RowView row;
    private final int column;
    private final int classes;
    private final int offset;
    private final Integer[] labels; // [batch]: null where there is none

    /**
     * A decoder.
     *
     * @param column number of the column, or {@link RowView#ABSENT}
     * @param offset label of class 0
     */
    public LabelDecoder(RowView row, int column, int batchSize, int classes, int offset) {
        this.row = row;
        this.column = column;
        this.classes = classes;
        this.offset = offset;
        this.labels = new Integer[batchSize];
    }

    /**
     * Decodes the label of the current row as number {@code place} of the mini-batch.
     *
     * @return why it is invalid; empty if it is not
     */
    public Optional<String> decode(int place) {
        if (row.isNull(column)) {
            labels[place] = null;
            return Optional.empty();
        }
        double label = row.getNumber(column);
        int number = (int) label;
        if (number != label || number < offset || number - offset >= classes) {
            return Optional.of(
                    "label must be in " + offset + ".." + (offset + classes - 1) + " but was " + row.getText(column));
        }
        labels[place] = number - offset;
        return Optional.empty();
    }

    /** Class of row {@code place} by its label; null if it has none. */
    public Integer label(int place) {
        return labels[place];
    }
}
