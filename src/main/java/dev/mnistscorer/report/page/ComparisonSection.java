package dev.mnistscorer.report.page;

import dev.mnistscorer.evaluation.Comparison;
import dev.mnistscorer.evaluation.ConfidenceInterval;
import dev.mnistscorer.evaluation.ConfusedPair;
import dev.mnistscorer.evaluation.ConfusionMatrix;
import dev.mnistscorer.evaluation.Disagreement;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.PairCounts;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A challenger beside the network of the run, the base.
 *
 * @param headline difference of the accuracies in words; null without labels
 * @param test McNemar's test in words; null without labels
 * @param counts labelled images by which networks predict them right; null without labels
 * @param classes recall by class; empty without labels
 * @param agreement agreement of the predictions in words
 * @param pairs most frequent disagreements
 * @param first the first of the most confident disagreements
 * @param rest the others
 */
record ComparisonSection(
        String headline,
        String test,
        Counts counts,
        List<Row> classes,
        String agreement,
        List<Pair> pairs,
        List<Shown> first,
        List<Shown> rest)
        implements Section {
    private static final int MOST_PAIRS = 10;
    private static final int FIRST = 16;

    /** Labelled images by which networks predict them right. */
    record Counts(String both, String onlyBase, String onlyChallenger, String neither) {}

    /** Recall of both networks for one class. */
    record Row(String name, String base, String challenger, String difference, String interval, String images) {}

    /** Two classes that the networks predict for the same images. */
    record Pair(String base, String challenger, String count) {}

    /** An image on which the networks disagree. */
    record Shown(Picture picture, String challenger, String confidence) {}

    static Optional<Section> of(Evaluation evaluation, Picture.Painter painter) {
        return evaluation.comparison().map(comparison -> of(comparison, evaluation, painter));
    }

    private static Section of(Comparison comparison, Evaluation evaluation, Picture.Painter painter) {
        boolean evaluated = comparison.evaluated();
        List<Shown> shown = comparison.mostConfident().stream()
                .map(each -> shown(each, painter))
                .toList();
        int first = Math.min(FIRST, shown.size());
        return new ComparisonSection(
                evaluated ? headline(comparison.counts()) : null,
                evaluated ? test(comparison) : null,
                evaluated ? counts(comparison.counts()) : null,
                evaluated ? rows(comparison, evaluation) : List.of(),
                "The networks agree on " + Texts.grouped(comparison.agreed()) + " of "
                        + Texts.count(comparison.count(), "image") + ": agreement " + Texts.four(comparison.agreement())
                        + ", 95 % CI " + Texts.interval(comparison.agreementInterval()) + ".",
                ConfusedPair.mostFrequent(new ConfusionMatrix(comparison.predictions()), MOST_PAIRS).stream()
                        .map(pair -> new Pair(
                                evaluation.names().of(pair.label()),
                                evaluation.names().of(pair.prediction()),
                                Texts.grouped(pair.count())))
                        .toList(),
                shown.subList(0, first),
                shown.subList(first, shown.size()));
    }

    @Override
    public String id() {
        return "comparison";
    }

    @Override
    public String title() {
        return "Challenger";
    }

    private static String headline(PairCounts counts) {
        return "Accuracy of the challenger " + Texts.four(counts.challengerAccuracy()) + ", of the base "
                + Texts.four(counts.baseAccuracy()) + ": a difference of " + Texts.signed(counts.difference())
                + " (95 % CI " + signed(counts.differenceInterval()) + ").";
    }

    private static String test(Comparison comparison) {
        return "If both were equally accurate, of the "
                + Texts.count(
                        comparison.counts().onlyBase() + comparison.counts().onlyChallenger(), "image")
                + " that exactly one of them predicts right, a split as uneven as this one would have the probability "
                + Texts.probability(comparison.test().p()) + " (McNemar's exact test; mid-p "
                + Texts.probability(comparison.test().midP()) + ").";
    }

    private static Counts counts(PairCounts counts) {
        return new Counts(
                Texts.grouped(counts.both()),
                Texts.grouped(counts.onlyBase()),
                Texts.grouped(counts.onlyChallenger()),
                Texts.grouped(counts.neither()));
    }

    private static List<Row> rows(Comparison comparison, Evaluation evaluation) {
        return IntStream.range(0, comparison.classes().size())
                .mapToObj(label -> {
                    PairCounts counts = comparison.classes().get(label);
                    return new Row(
                            evaluation.names().numbered(label),
                            Texts.four(counts.baseAccuracy()),
                            Texts.four(counts.challengerAccuracy()),
                            Texts.signed(counts.difference()),
                            signed(counts.differenceInterval()),
                            Texts.grouped(counts.total()));
                })
                .toList();
    }

    private static String signed(ConfidenceInterval interval) {
        return Double.isNaN(interval.low())
                ? Texts.four(interval.low())
                : Texts.signed(interval.low()) + " to " + Texts.signed(interval.high());
    }

    private static Shown shown(Disagreement each, Picture.Painter painter) {
        return new Shown(
                painter.pictures(List.of(each.base())).get(0),
                painter.names().of(each.challengerPrediction()),
                Texts.decimals(each.challengerConfidence(), 3));
    }
}
