package dev.mnistscorer.table;

import java.util.EnumSet;
import java.util.Set;

/** Amount of metrics computed of the predictions of a run. */
public enum MetricsLevel {
    /** All metrics; those of probabilities need a network that ends in softmax. */
    ALL(EnumSet.of(ScoreColumn.PREDICTION, ScoreColumn.PROBABILITY)),
    /** Accuracy and all else that follows from the confusion matrix; no probability is computed. */
    ACCURACY(EnumSet.of(ScoreColumn.PREDICTION));

    private final Set<ScoreColumn> columns;

    MetricsLevel(Set<ScoreColumn> columns) {
        this.columns = columns;
    }

    /** Columns that the metrics are computed from. */
    public Set<ScoreColumn> columns() {
        return EnumSet.copyOf(columns);
    }
}
