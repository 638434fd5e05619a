package dev.mnistscorer.evaluation;

import dev.mnistscorer.table.NetworkRole;
import dev.mnistscorer.table.ScoreColumn;
import dev.mnistscorer.table.ScoreField;
import java.util.List;
import java.util.Set;

/** Amount of comparison with a challenger. */
public enum PairLevel {
    /** There is no challenger. */
    NONE(Set.of()),
    /** Counts of predictions. */
    COUNTS(Set.of(ScoreColumn.PREDICTION)),
    /** The same, and the most confident disagreements, which need the probabilities of both networks. */
    EXAMPLES(Set.of(ScoreColumn.PREDICTION, ScoreColumn.CONFIDENCE));

    private final List<ScoreField> fields;

    PairLevel(Set<ScoreColumn> ofEach) {
        this.fields = ScoreField.union(
                ScoreField.of(NetworkRole.BASE, ofEach), ScoreField.of(NetworkRole.CHALLENGER, ofEach));
    }

    /** Score columns that the comparison is computed from. */
    public List<ScoreField> fields() {
        return fields;
    }
}
