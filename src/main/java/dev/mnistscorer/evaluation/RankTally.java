package dev.mnistscorer.evaluation;

import java.io.Serializable;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts of the ranks that true classes have among the classes of their images, the most probable first. */
final class RankTally implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int[] TOP = {1, 2, 3, 5};

    private final long[] counts; // [rank of the true class]

    RankTally(int classes) {
        counts = new long[classes];
    }

    void add(int label, int prediction, float[] probabilities) {
        counts[rank(label, prediction, probabilities)]++;
    }

    /** Returns the number of classes ahead of the true one. The prediction is first; of equal others, the lower class. */
    private static int rank(int label, int prediction, float[] probabilities) {
        if (label == prediction) {
            return 0;
        }
        int ahead = 1;
        for (int k = 0; k < probabilities.length; k++) {
            boolean higher =
                    probabilities[k] > probabilities[label] || probabilities[k] == probabilities[label] && k < label;
            if (k != prediction && higher) {
                ahead++;
            }
        }
        return ahead;
    }

    void merge(RankTally other) {
        for (int rank = 0; rank < counts.length; rank++) {
            counts[rank] += other.counts[rank];
        }
    }

    /** Returns top-k accuracy by {@code k}, for those k that are at most the number of classes. */
    SortedMap<Integer, Double> topKAccuracy() {
        long total = Arrays.stream(counts).sum();
        SortedMap<Integer, Double> accuracies = new TreeMap<>();
        for (int k : TOP) {
            if (k <= counts.length) {
                long hits = Arrays.stream(counts, 0, k).sum();
                accuracies.put(k, ClassStatistics.ratio(hits, total));
            }
        }
        return accuracies;
    }
}
