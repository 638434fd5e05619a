package dev.mnistscorer.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * All that is known after a run.
 *
 * @param count how many images were scored, with or without a label
 * @param predicted how many images were predicted as each class, with or without a label
 * @param confusion over the images with a label
 * @param classes a row for each class, over the images with a label
 * @param macro means in which each class counts the same
 * @param weighted means in which each class counts by its support
 * @param agreement figures of the whole matrix
 * @param probabilities what follows from the probabilities; empty if they were not counted
 */
public record Evaluation(
        long count,
        long[] predicted,
        ConfusionMatrix confusion,
        List<ClassStatistics> classes,
        Averages macro,
        Averages weighted,
        Agreement agreement,
        Optional<ProbabilityMetrics> probabilities) {

    /** Derives everything from the counts. */
    public static Evaluation of(Tally tally) {
        ConfusionMatrix confusion = ConfusionMatrix.of(tally);
        List<ClassStatistics> classes = IntStream.range(0, tally.classes())
                .mapToObj(label -> ClassStatistics.of(confusion, label))
                .toList();
        long[] predicted = IntStream.range(0, tally.classes())
                .mapToLong(k -> confusion.predicted(k) + tally.unlabelled(k))
                .toArray();
        Averages macro = Averages.macro(classes);
        return new Evaluation(
                Arrays.stream(predicted).sum(),
                predicted,
                confusion,
                classes,
                macro,
                Averages.weighted(classes),
                Agreement.of(confusion, macro.recall()),
                tally.probabilities().map(ProbabilityMetrics::of));
    }

    /** Whether there was a label to hold a prediction against. */
    public boolean evaluated() {
        return confusion.total() > 0;
    }

    /** How many images with a label were predicted right. */
    public long correct() {
        return confusion.correct();
    }

    /** The share of images with a label that were predicted right; NaN without labels. */
    public double accuracy() {
        return ClassStatistics.ratio(correct(), confusion.total());
    }

    /** 95 % CI of the accuracy. */
    public ConfidenceInterval accuracyInterval() {
        return ConfidenceInterval.wilson(correct(), confusion.total());
    }
}
