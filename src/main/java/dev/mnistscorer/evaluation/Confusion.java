package dev.mnistscorer.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One class taken for another.
 *
 * @param label the true class
 * @param prediction the class it was taken for
 * @param count how often
 */
public record Confusion(int label, int prediction, long count) {

    /** The most frequent ones, the most frequent first; at most {@code most}, and none that did not happen. */
    public static List<Confusion> mostFrequent(ConfusionMatrix matrix, int most) {
        List<Confusion> all = new ArrayList<>();
        for (int label = 0; label < matrix.classes(); label++) {
            for (int prediction = 0; prediction < matrix.classes(); prediction++) {
                if (label != prediction && matrix.count(label, prediction) > 0) {
                    all.add(new Confusion(label, prediction, matrix.count(label, prediction)));
                }
            }
        }
        all.sort(Comparator.comparingLong(Confusion::count)
                .reversed()
                .thenComparingInt(Confusion::label)
                .thenComparingInt(Confusion::prediction));
        return List.copyOf(all.subList(0, Math.min(most, all.size())));
    }
}
