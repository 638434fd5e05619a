package dev.mnistscorer.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A pair of classes of which the first was predicted as the second.
 *
 * @param label true class
 * @param prediction predicted class, another one
 * @param count number of images
 */
public record ConfusedPair(int label, int prediction, long count) {

    /** Returns the up to {@code most} pairs with the highest counts, highest first; none with a count of 0. */
    public static List<ConfusedPair> mostFrequent(ConfusionMatrix matrix, int most) {
        List<ConfusedPair> all = new ArrayList<>();
        for (int label = 0; label < matrix.classes(); label++) {
            for (int prediction = 0; prediction < matrix.classes(); prediction++) {
                if (label != prediction && matrix.count(label, prediction) > 0) {
                    all.add(new ConfusedPair(label, prediction, matrix.count(label, prediction)));
                }
            }
        }
        all.sort(Comparator.comparingLong(ConfusedPair::count)
                .reversed()
                .thenComparingInt(ConfusedPair::label)
                .thenComparingInt(ConfusedPair::prediction));
        return List.copyOf(all.subList(0, Math.min(most, all.size())));
    }
}
