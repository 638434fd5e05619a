package dev.mnistscorer.evaluation;

import dev.mnistscorer.table.ClassNames;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The metrics of a run, derived from a {@link Tally}.
 *
 * @param count number of images scored, with or without a label
 * @param predicted {@code [class]}: number of images predicted as each class, with or without a label
 * @param confusion confusion matrix of the images with a label
 * @param classes metrics of each class, over the images with a label
 * @param macro means in which each class counts the same
 * @param weighted means weighted by support
 * @param agreement metrics of the whole matrix
 * @param probabilities metrics of the probabilities; empty if they were not counted
 * @param comparison comparison with a challenger; empty if there is none
 * @param drift drift from a reference; empty if there is none
 * @param slices accuracy by the values of columns
 * @param names names of the classes
 */
public record Evaluation(
        long count,
        long[] predicted,
        ConfusionMatrix confusion,
        List<ClassStatistics> classes,
        Averages macro,
        Averages weighted,
        Agreement agreement,
        Optional<ProbabilityMetrics> probabilities,
        Optional<Comparison> comparison,
        Optional<Drift> drift,
        List<Slices> slices,
        ClassNames names) {

    /** Derives the metrics of classes without names from counts. */
    public static Evaluation of(Tally tally) {
        return of(tally, ClassNames.NONE);
    }

    /** Derives the metrics from counts. */
    public static Evaluation of(Tally tally, ClassNames names) {
        return of(tally, names, Optional.empty());
    }

    /** Derives the metrics from counts, with the drift of the same images. */
    public static Evaluation of(Tally tally, ClassNames names, Optional<Drift> drift) {
        ConfusionMatrix confusion = ConfusionMatrix.of(tally);
        List<ClassStatistics> classes = IntStream.range(0, tally.classes())
                .mapToObj(label -> ClassStatistics.of(confusion, label))
                .toList();
        long[] predicted = tally.predicted();
        Averages macro = Averages.macro(classes);
        return new Evaluation(
                Arrays.stream(predicted).sum(),
                predicted,
                confusion,
                classes,
                macro,
                Averages.weighted(classes),
                Agreement.of(confusion, macro.recall()),
                tally.probabilities().map(ProbabilityTally::metrics),
                tally.pairs().map(Comparison::of),
                drift,
                tally.slices(),
                names);
    }

    /** Returns true if at least one image had a label. */
    public boolean evaluated() {
        return confusion.total() > 0;
    }

    /** Number of images with a label that were predicted right. */
    public long correct() {
        return confusion.correct();
    }

    /** Fraction of the images with a label that were predicted right; NaN without labels. */
    public double accuracy() {
        return ClassStatistics.ratio(correct(), confusion.total());
    }

    /** 95 % CI of the accuracy. */
    public ConfidenceInterval accuracyInterval() {
        return ConfidenceInterval.wilson(correct(), confusion.total());
    }
}
