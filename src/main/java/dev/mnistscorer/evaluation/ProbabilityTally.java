package dev.mnistscorer.evaluation;

import java.io.Serializable;

/** What is counted of the probabilities of images, next to which class was predicted. */
final class ProbabilityTally implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Bins of the reliability diagram: 15, as in Guo et al., On Calibration of Modern Neural Networks (2017). */
    static final int CALIBRATION_BINS = 15;

    /** Bins of the confidence histogram. */
    static final int CONFIDENCE_BINS = 20;

    /** Images kept of the worst mistakes, and of the least confident predictions. */
    static final int TOP_EXAMPLES = 50;

    /** Examples kept of each class. */
    static final int EXAMPLES = 8;

    final FixedPointSum loss = new FixedPointSum();
    final FixedPointSum brier = new FixedPointSum();
    final long[] ranks; // [rank of the true class]
    final long[] binCount = new long[CALIBRATION_BINS];
    final long[] binCorrect = new long[CALIBRATION_BINS];
    final FixedPointSum[] binConfidence = new FixedPointSum[CALIBRATION_BINS];
    final long[] confident = new long[CONFIDENCE_BINS];
    final long[] confidentAndWrong = new long[CONFIDENCE_BINS];
    final ScoreHistogram scores;
    final TopExamples mistakes = new TopExamples(TopExamples.Order.MOST_CONFIDENT, TOP_EXAMPLES);
    final TopExamples leastConfident = new TopExamples(TopExamples.Order.LEAST_CONFIDENT, TOP_EXAMPLES);
    final TopExamples[] examples; // [label, or prediction where there is none]

    ProbabilityTally(int classes) {
        ranks = new long[classes];
        scores = new ScoreHistogram(classes);
        examples = new TopExamples[classes];
        for (int k = 0; k < classes; k++) {
            examples[k] = new TopExamples(TopExamples.Order.PLACE, EXAMPLES);
        }
        for (int bin = 0; bin < CALIBRATION_BINS; bin++) {
            binConfidence[bin] = new FixedPointSum();
        }
    }

    void add(ScoredImage image) {
        float[] probabilities = image.probabilities();
        int label = image.label();
        int prediction = image.prediction();
        float confidence = probabilities[prediction];
        int confidenceBin = bin(confidence, CONFIDENCE_BINS);
        confident[confidenceBin]++;
        if (label == ScoredImage.NO_LABEL) {
            leastConfident.offer(image, confidence);
            examples[prediction].offer(image, confidence);
            return;
        }
        examples[label].offer(image, confidence);
        // The logarithm of StrictMath is the same on every machine.
        loss.add(-StrictMath.log(Math.max(probabilities[label], Float.MIN_NORMAL)));
        brier.add(brier(probabilities, label));
        ranks[rank(probabilities, label, prediction)]++;
        scores.add(label, probabilities);
        int bin = bin(confidence, CALIBRATION_BINS);
        binCount[bin]++;
        binConfidence[bin].add(confidence);
        if (label == prediction) {
            binCorrect[bin]++;
        } else {
            confidentAndWrong[confidenceBin]++;
            mistakes.offer(image, confidence);
        }
    }

    /** Equal widths; a bin has its upper bound, the first one 0 too. */
    private static int bin(float confidence, int bins) {
        return Math.max(0, Math.min(bins - 1, (int) Math.ceil((double) confidence * bins) - 1));
    }

    private static double brier(float[] probabilities, int label) {
        double sum = 0;
        for (int k = 0; k < probabilities.length; k++) {
            double difference = probabilities[k] - (k == label ? 1.0 : 0.0);
            sum += difference * difference;
        }
        return sum;
    }

    /** How many classes rank before the true one; the prediction ranks first, of others equals the lower class. */
    private static int rank(float[] probabilities, int label, int prediction) {
        if (label == prediction) {
            return 0;
        }
        int before = 1;
        for (int k = 0; k < probabilities.length; k++) {
            boolean higher =
                    probabilities[k] > probabilities[label] || probabilities[k] == probabilities[label] && k < label;
            if (k != prediction && higher) {
                before++;
            }
        }
        return before;
    }

    void merge(ProbabilityTally other) {
        loss.merge(other.loss);
        brier.merge(other.brier);
        add(ranks, other.ranks);
        add(binCount, other.binCount);
        add(binCorrect, other.binCorrect);
        add(confident, other.confident);
        add(confidentAndWrong, other.confidentAndWrong);
        scores.merge(other.scores);
        mistakes.merge(other.mistakes);
        leastConfident.merge(other.leastConfident);
        for (int bin = 0; bin < CALIBRATION_BINS; bin++) {
            binConfidence[bin].merge(other.binConfidence[bin]);
        }
        for (int k = 0; k < examples.length; k++) {
            examples[k].merge(other.examples[k]);
        }
    }

    private static void add(long[] to, long[] counts) {
        for (int i = 0; i < to.length; i++) {
            to[i] += counts[i];
        }
    }
}
