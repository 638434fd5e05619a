package dev.mnistscorer.evaluation;

import java.util.List;

/**
 * Agreement of confidence and accuracy: of predictions made with confidence 0.9, nine in ten should be right.
 *
 * @param ece expected calibration error: mean distance of accuracy and confidence over bins, weighted by their counts
 * @param mce maximum calibration error: the largest such distance
 * @param bins bins of equal width from 0 to 1
 */
public record Calibration(double ece, double mce, List<Bin> bins) {

    /**
     * The predictions whose confidence is above {@code low} and at most {@code high}.
     *
     * @param count number of predictions
     * @param confidence mean confidence, NaN if there are none
     * @param accuracy fraction that is right, NaN if there are none
     */
    public record Bin(double low, double high, long count, double confidence, double accuracy) {
        /** 95 % CI of the accuracy. */
        public ConfidenceInterval accuracyInterval() {
            return ConfidenceInterval.wilson(Math.round(accuracy * count), count);
        }
    }

    /** Mean confidence of all predictions; NaN if there are none. */
    public double confidence() {
        double sum = 0;
        long total = 0;
        for (Bin bin : bins) {
            if (bin.count() > 0) {
                sum += bin.confidence() * bin.count();
                total += bin.count();
            }
        }
        return sum / total;
    }

    static Calibration of(List<Bin> bins) {
        long total = bins.stream().mapToLong(Bin::count).sum();
        double sum = 0;
        double largest = total == 0 ? Double.NaN : 0;
        for (Bin bin : bins) {
            if (bin.count() > 0) {
                double distance = Math.abs(bin.accuracy() - bin.confidence());
                sum += distance * bin.count();
                largest = Math.max(largest, distance);
            }
        }
        return new Calibration(sum / total, largest, bins);
    }
}
