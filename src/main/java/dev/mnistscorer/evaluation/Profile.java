package dev.mnistscorer.evaluation;

import dev.mnistscorer.image.ImageSums;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a network makes of a set of images, as whole numbers: those of two sets add up to those of both, exactly and in any
 * order. Another set is compared with it by {@link Drift}.
 *
 * @param network SHA-256 of the network
 * @param predictions {@code [class]}: number of images predicted as each class
 * @param support {@code [class]}: number of images whose label is the class
 * @param correct {@code [class]}: those of them that are predicted right
 * @param confidence counts by confidence; empty if probabilities were not computed
 * @param images ink of the images, and figures of a sample of them
 */
public record Profile(
        String network,
        long[] predictions,
        long[] support,
        long[] correct,
        Optional<ConfidenceCounts> confidence,
        ImageSums images) {

    /**
     * Counts of predictions in bins of confidence of equal width from 0 to 1, each of which includes its upper bound.
     *
     * @param counts {@code [bin]}: number of predictions
     * @param labelled {@code [bin]}: those of images with a label
     * @param wrong {@code [bin]}: wrong ones of those
     */
    public record ConfidenceCounts(long[] counts, long[] labelled, long[] wrong) {
        ConfidenceCounts plus(ConfidenceCounts other) {
            return new ConfidenceCounts(
                    sum(counts, other.counts), sum(labelled, other.labelled), sum(wrong, other.wrong));
        }
    }

    /**
     * Returns the profile of scored images.
     *
     * @param network SHA-256 of the network
     */
    public static Profile of(String network, Tally tally, ImageSums images) {
        ConfusionMatrix confusion = ConfusionMatrix.of(tally);
        return new Profile(
                network,
                tally.predicted(),
                IntStream.range(0, tally.classes())
                        .mapToLong(confusion::support)
                        .toArray(),
                IntStream.range(0, tally.classes())
                        .mapToLong(k -> confusion.count(k, k))
                        .toArray(),
                tally.probabilities()
                        .map(ProbabilityTally::confidences)
                        .map(bins -> new ConfidenceCounts(bins.counts(), bins.labelled(), bins.wrong())),
                images);
    }

    /** Number of classes. */
    public int classes() {
        return predictions.length;
    }

    /** Number of images. */
    public long count() {
        return Arrays.stream(predictions).sum();
    }

    /** Number of images with a label. */
    public long labelled() {
        return Arrays.stream(support).sum();
    }

    /**
     * Adds the profile of another set of images by the same network. Confidences are left out if one of the two has none.
     *
     * @throws ArithmeticException if a sum overflows
     */
    public Profile plus(Profile other) {
        return new Profile(
                network,
                sum(predictions, other.predictions),
                sum(support, other.support),
                sum(correct, other.correct),
                confidence.flatMap(mine -> other.confidence.map(mine::plus)),
                images.plus(other.images));
    }

    private static long[] sum(long[] one, long[] other) {
        return IntStream.range(0, one.length)
                .mapToLong(i -> Math.addExact(one[i], other[i]))
                .toArray();
    }
}
