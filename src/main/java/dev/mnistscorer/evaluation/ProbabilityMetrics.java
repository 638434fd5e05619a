package dev.mnistscorer.evaluation;

import java.util.List;
import java.util.SortedMap;

/**
 * Metrics of the probabilities of a run.
 *
 * @param logLoss mean of {@code −ln} of the probability of the true class (at least 2^-126)
 * @param brier mean over images of the squared distance of probabilities and truth, summed over classes
 * @param topKAccuracy by {@code k}: fraction of images whose true class is among the {@code k} most probable
 * @param calibration agreement of confidence and accuracy
 * @param curves a ROC curve for each class
 * @param confidences number of predictions in each bin of confidence, of equal width from 0 to 1
 * @param mistakes number of wrong predictions in each of these bins
 * @param coverage accuracy of the predictions above thresholds of confidence, of the images with a label
 * @param worst the wrong predictions with the highest confidence
 * @param leastConfident of images without a label, the predictions with the lowest confidence
 * @param examples images of the cells of the confusion matrix
 */
public record ProbabilityMetrics(
        double logLoss,
        double brier,
        SortedMap<Integer, Double> topKAccuracy,
        Calibration calibration,
        List<RocCurve> curves,
        long[] confidences,
        long[] mistakes,
        RiskCoverage coverage,
        List<Example> worst,
        List<Example> leastConfident,
        List<CellExamples> examples) {

    /** Mean area under the ROC curve over the classes that have one; NaN if none has. */
    public double macroAuc() {
        return curves.stream()
                .mapToDouble(RocCurve::auc)
                .filter(auc -> !Double.isNaN(auc))
                .average()
                .orElse(Double.NaN);
    }

    /** Mean of the average precisions over the classes that have one; NaN if none has. */
    public double macroAveragePrecision() {
        return curves.stream()
                .mapToDouble(RocCurve::averagePrecision)
                .filter(precision -> !Double.isNaN(precision))
                .average()
                .orElse(Double.NaN);
    }
}
