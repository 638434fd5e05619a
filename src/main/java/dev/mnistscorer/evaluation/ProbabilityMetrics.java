package dev.mnistscorer.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What follows from the probabilities of a run.
 *
 * @param logLoss the mean of {@code −ln} of the probability of the true class (at least 2^-126)
 * @param brier the mean over images of the squared distance of probabilities and truth, summed over classes
 * @param topKAccuracy by {@code k}: the share of images whose true class is among the {@code k} most probable
 * @param calibration whether the probabilities can be trusted
 * @param curves a ROC curve for each class
 * @param confidences how many predictions fall into each bin of confidence, of equal width from 0 to 1
 * @param mistakes how many of these are wrong
 * @param worst the wrong predictions with the highest confidence
 * @param leastConfident of images without a label, the predictions with the lowest confidence
 * @param examples the first images of each class; of the predicted one where the true one is not known
 */
public record ProbabilityMetrics(
        double logLoss,
        double brier,
        SortedMap<Integer, Double> topKAccuracy,
        Calibration calibration,
        List<RocCurve> curves,
        long[] confidences,
        long[] mistakes,
        List<Example> worst,
        List<Example> leastConfident,
        List<List<Example>> examples) {
    private static final int[] TOP = {1, 2, 3, 5};

    static ProbabilityMetrics of(ProbabilityTally tally) {
        long count = Arrays.stream(tally.ranks).sum();
        SortedMap<Integer, Double> top = new TreeMap<>();
        for (int k : TOP) {
            if (k <= tally.ranks.length) {
                top.put(
                        k,
                        ClassStatistics.ratio(Arrays.stream(tally.ranks, 0, k).sum(), count));
            }
        }
        return new ProbabilityMetrics(
                tally.loss.mean(count),
                tally.brier.mean(count),
                top,
                Calibration.of(tally),
                IntStream.range(0, tally.ranks.length)
                        .mapToObj(tally.scores::curve)
                        .toList(),
                tally.confident,
                tally.confidentAndWrong,
                tally.mistakes.examples(),
                tally.leastConfident.examples(),
                Arrays.stream(tally.examples).map(TopExamples::examples).toList());
    }

    /** The mean area under the ROC curve over the classes that have one; NaN if none has. */
    public double macroAuc() {
        return curves.stream()
                .mapToDouble(RocCurve::auc)
                .filter(auc -> !Double.isNaN(auc))
                .average()
                .orElse(Double.NaN);
    }

    /** The mean of the average precisions over the classes that have one; NaN if none has. */
    public double macroAveragePrecision() {
        return curves.stream()
                .mapToDouble(RocCurve::averagePrecision)
                .filter(precision -> !Double.isNaN(precision))
                .average()
                .orElse(Double.NaN);
    }
}
