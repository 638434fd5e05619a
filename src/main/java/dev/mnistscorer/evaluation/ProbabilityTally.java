package dev.mnistscorer.evaluation;

import java.io.Serializable;

/** Mergeable state from which {@link ProbabilityMetrics} are derived. */
final class ProbabilityTally implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int CONFIDENCE_BINS = 20;

    private final LossTally losses = new LossTally();
    private final RankTally ranks;
    private final CalibrationTally calibration = new CalibrationTally();
    private final ConfidenceHistogram confidences = new ConfidenceHistogram(CONFIDENCE_BINS);
    private final RiskTally risks = new RiskTally();
    private final ScoreHistogram scores;
    private final ExampleTally examples;

    ProbabilityTally(int classes) {
        ranks = new RankTally(classes);
        scores = new ScoreHistogram(classes);
        examples = new ExampleTally(classes);
    }

    void add(ScoredImage image) {
        float[] probabilities = image.probabilities();
        int label = image.label();
        int prediction = image.prediction();
        float confidence = probabilities[prediction];
        boolean labelled = label != ScoredImage.NO_LABEL;
        boolean wrong = labelled && label != prediction;
        confidences.add(confidence, labelled, wrong);
        examples.add(image, confidence);
        if (labelled) {
            losses.add(label, probabilities);
            ranks.add(label, prediction, probabilities);
            scores.add(label, probabilities);
            calibration.add(confidence, wrong);
            risks.add(confidence, wrong);
        }
    }

    void merge(ProbabilityTally other) {
        losses.merge(other.losses);
        ranks.merge(other.ranks);
        calibration.merge(other.calibration);
        confidences.merge(other.confidences);
        risks.merge(other.risks);
        scores.merge(other.scores);
        examples.merge(other.examples);
    }

    ConfidenceHistogram confidences() {
        return confidences;
    }

    ProbabilityMetrics metrics() {
        return new ProbabilityMetrics(
                losses.meanLogLoss(),
                losses.meanBrier(),
                ranks.topKAccuracy(),
                calibration.calibration(),
                scores.curves(),
                confidences.counts(),
                confidences.wrong(),
                risks.coverage(),
                examples.worst(),
                examples.leastConfident(),
                examples.byCell());
    }
}
