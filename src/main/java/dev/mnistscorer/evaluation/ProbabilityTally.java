package dev.mnistscorer.evaluation;

import java.io.Serializable;

/** Mergeable state from which {@link ProbabilityMetrics} are derived. */
final class ProbabilityTally implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int CONFIDENCE_BINS = 20;

    /** Bins of the thresholds of confidence, a multiple of those above: most predictions of a good network are above 0.99. */
    private static final int THRESHOLDS = 1_000;

    private final LossTally losses = new LossTally();
    private final RankTally ranks;
    private final CalibrationTally calibration = new CalibrationTally();
    private final ConfidenceHistogram labelled = new ConfidenceHistogram(THRESHOLDS);
    private final ConfidenceHistogram unlabelled = new ConfidenceHistogram(THRESHOLDS);
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
        boolean wrong = label != prediction;
        examples.add(image, confidence);
        if (label == ScoredImage.NO_LABEL) {
            unlabelled.add(confidence, false);
        } else {
            labelled.add(confidence, wrong);
            losses.add(label, probabilities);
            ranks.add(label, prediction, probabilities);
            scores.add(label, probabilities);
            calibration.add(confidence, wrong);
        }
    }

    void merge(ProbabilityTally other) {
        losses.merge(other.losses);
        ranks.merge(other.ranks);
        calibration.merge(other.calibration);
        labelled.merge(other.labelled);
        unlabelled.merge(other.unlabelled);
        scores.merge(other.scores);
        examples.merge(other.examples);
    }

    ProbabilityMetrics metrics() {
        ConfidenceHistogram all = labelled.coarse(CONFIDENCE_BINS);
        all.merge(unlabelled.coarse(CONFIDENCE_BINS));
        return new ProbabilityMetrics(
                losses.meanLogLoss(),
                losses.meanBrier(),
                ranks.topKAccuracy(),
                calibration.calibration(),
                scores.curves(),
                all.counts(),
                all.wrong(),
                RiskCoverage.of(labelled.counts(), labelled.wrong()),
                examples.worst(),
                examples.leastConfident(),
                examples.byCell());
    }
}
