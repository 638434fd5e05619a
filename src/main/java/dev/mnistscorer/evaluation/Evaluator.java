package dev.mnistscorer.evaluation;

import dev.mnistscorer.spark.InternalRows;
import dev.mnistscorer.spark.RowView;
import dev.mnistscorer.table.MetricsLevel;
import java.io.Serializable;
import java.util.List;

/**
 * Tallies scored rows.
 *
 * @param classes number of classes
 * @param level metrics that are to follow from the tally
 * @param pairs comparison with a challenger
 * @param slices names of the columns by whose values accuracy is counted
 */
public record Evaluator(int classes, MetricsLevel level, PairLevel pairs, List<String> slices) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Copies the names of the columns. */
    public Evaluator {
        slices = List.copyOf(slices);
    }

    /** An evaluator of one network, without slices. */
    public Evaluator(int classes, MetricsLevel level) {
        this(classes, level, PairLevel.NONE, List.of());
    }

    /** A tally of nothing. */
    public Tally emptyTally() {
        return new Tally(classes, level, pairs, slices);
    }

    /** A view of the rows of a partition as this evaluator's tallies take them. */
    public ScoredImage images(RowView row) {
        return new ScoredRow(row, slices);
    }

    /**
     * Tallies all rows, as results of the partitions: a repeated task counts once.
     *
     * @param scored valid rows with a column {@code prediction} (int) and, where there is one, {@code label} (int, null if
     *     it is not known); for {@link MetricsLevel#ALL} also {@code origin}, {@code index}, {@code probability} and
     *     {@code image}
     */
    public Tally tally(InternalRows scored) {
        Tally all = emptyTally();
        scored.forEachPartition(
                rows -> {
                    Tally part = emptyTally();
                    ScoredImage image = images(rows.row());
                    while (rows.next()) {
                        part.add(image);
                    }
                    return part;
                },
                all::merge);
        return all;
    }
}
