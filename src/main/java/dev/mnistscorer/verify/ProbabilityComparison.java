package dev.mnistscorer.verify;

import java.util.ArrayList;
import java.util.List;

/** Differences of computed probabilities from expected ones. */
final class ProbabilityComparison {
    private static final int MOST_SHOWN = 5;

    private final double tolerance;
    private final List<Difference> first = new ArrayList<>();
    private long rows;
    private long numbers;
    private long differing;
    private long predictions;
    private double sum;
    private double largest;

    /** A comparison in which differences of up to {@code tolerance} count as none. */
    ProbabilityComparison(double tolerance) {
        this.tolerance = tolerance;
    }

    /**
     * Largest difference in the row of one image.
     *
     * @param origin file of the image
     * @param index position in the file; null if it is not known
     */
    record Difference(String origin, Long index, int label, double expected, double computed, double difference) {}

    /** Compares the probabilities of the next image. */
    void add(String origin, Long index, double[] expected, List<Float> computed) {
        int worst = 0;
        double most = -1;
        for (int k = 0; k < expected.length; k++) {
            double difference = Math.abs(expected[k] - computed.get(k));
            // A probability that is no number differs by more than any tolerance.
            double counted = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
            sum += counted;
            if (counted > most) {
                most = counted;
                worst = k;
            }
        }
        rows++;
        numbers += expected.length;
        largest = Math.max(largest, most);
        if (isOtherClass(expected, computed)) {
            predictions++;
        }
        if (most > tolerance) {
            differing++;
            if (first.size() < MOST_SHOWN) {
                first.add(new Difference(origin, index, worst, expected[worst], computed.get(worst), most));
            }
        }
    }

    private static boolean isOtherClass(double[] expected, List<Float> computed) {
        int theirs = 0;
        int ours = 0;
        for (int k = 1; k < expected.length; k++) {
            theirs = expected[k] > expected[theirs] ? k : theirs;
            ours = computed.get(k) > computed.get(ours) ? k : ours;
        }
        return theirs != ours;
    }

    double tolerance() {
        return tolerance;
    }

    /** Number of images. */
    long rows() {
        return rows;
    }

    /** Largest difference of a probability. */
    double largest() {
        return largest;
    }

    /** Mean difference of all probabilities. */
    double mean() {
        return sum / numbers;
    }

    /** Number of images of which a probability differs by more than the tolerance. */
    long differing() {
        return differing;
    }

    /** Number of images of which another class is the most probable. */
    long predictions() {
        return predictions;
    }

    /** The first images that differ. */
    List<Difference> first() {
        return first;
    }

    boolean passed() {
        return differing == 0;
    }
}
