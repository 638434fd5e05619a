package dev.mnistscorer.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Accuracy of the predictions that are left if those with the lowest confidence are sent to a person.
 *
 * @param points one for each threshold of confidence at which something changes, from 0 on
 */
public record RiskCoverage(List<Point> points) {

    /**
     * A threshold of confidence.
     *
     * @param threshold predictions with this confidence or a lower one are sent to a person
     * @param sent number of these
     * @param kept number of the others
     * @param wrong number of wrong predictions among the others
     */
    public record Point(double threshold, long sent, long kept, long wrong) {
        /** Fraction of the predictions that is kept. */
        public double coverage() {
            return ClassStatistics.ratio(kept, kept + sent);
        }

        /** Fraction of the kept predictions that is right; NaN if none is kept. */
        public double accuracy() {
            return ClassStatistics.ratio(kept - wrong, kept);
        }

        /** 95 % CI of the accuracy. */
        public ConfidenceInterval interval() {
            return ConfidenceInterval.wilson(kept - wrong, kept);
        }
    }

    /** Derives the points from bins of confidence, of which {@code wrong} are wrong predictions. */
    static RiskCoverage of(long[] counts, long[] wrong) {
        long kept = Arrays.stream(counts).sum();
        long total = kept;
        long wrongKept = Arrays.stream(wrong).sum();
        List<Point> points = new ArrayList<>();
        points.add(new Point(0, 0, kept, wrongKept));
        for (int bin = 0; bin + 1 < counts.length; bin++) {
            if (counts[bin] > 0) {
                kept -= counts[bin];
                wrongKept -= wrong[bin];
                points.add(new Point((double) (bin + 1) / counts.length, total - kept, kept, wrongKept));
            }
        }
        return new RiskCoverage(points);
    }

    /** The predictions that are left at a threshold. */
    public Point at(double threshold) {
        Point found = points.get(0);
        for (Point point : points) {
            if (point.threshold() <= threshold) {
                found = point;
            }
        }
        return new Point(threshold, found.sent(), found.kept(), found.wrong());
    }
}
