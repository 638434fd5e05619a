package dev.mnistscorer.run;

import dev.mnistscorer.evaluation.PairLevel;
import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.table.MetricsLevel;
import dev.mnistscorer.table.NetworkRole;
import dev.mnistscorer.table.ScoreField;
import java.util.List;
import java.util.Optional;

/**
 * Scores that a run computes, and what it makes of them. Scores of a last layer without softmax are no probabilities.
 *
 * @param level metrics
 * @param pairs comparison with the challenger
 * @param fields score columns, those that are delivered first
 */
record RunScores(MetricsLevel level, PairLevel pairs, List<ScoreField> fields) {

    static RunScores of(
            MetricsLevel asked, DenseNetwork base, Optional<DenseNetwork> challenger, List<ScoreField> delivered) {
        MetricsLevel level = hasProbabilities(base) ? asked : MetricsLevel.ACCURACY;
        PairLevel pairs = challenger
                .map(network ->
                        level == MetricsLevel.ALL && hasProbabilities(network) ? PairLevel.EXAMPLES : PairLevel.COUNTS)
                .orElse(PairLevel.NONE);
        List<ScoreField> evaluated = ScoreField.union(ScoreField.of(NetworkRole.BASE, level.columns()), pairs.fields());
        return new RunScores(level, pairs, ScoreField.union(delivered, evaluated));
    }

    private static boolean hasProbabilities(DenseNetwork network) {
        return network.output().activation() == Activation.SOFTMAX;
    }
}
