package dev.mnistscorer.evaluation;

import dev.mnistscorer.spark.InternalRows;
import dev.mnistscorer.table.MetricsLevel;
import java.io.Serializable;

/**
 * Tallies scored rows.
 *
 * @param classes number of classes
 * @param level metrics that are to follow from the tally
 * @param pairs comparison with a challenger
 */
public record Evaluator(int classes, MetricsLevel level, PairLevel pairs) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** An evaluator of one network. */
    public Evaluator(int classes, MetricsLevel level) {
        this(classes, level, PairLevel.NONE);
    }

    /** A tally of nothing. */
    public Tally emptyTally() {
        return new Tally(classes, level, pairs);
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
                    ScoredRow image = new ScoredRow(rows.row());
                    while (rows.next()) {
                        part.add(image);
                    }
                    return part;
                },
                all::merge);
        return all;
    }
}
