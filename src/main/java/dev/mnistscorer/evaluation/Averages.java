package dev.mnistscorer.evaluation;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Mean precision, recall and F1 over classes. A class whose metric is undefined is left out of that mean, with its
 * weight; the mean is NaN if the metric is undefined for all classes.
 */
public record Averages(double precision, double recall, double f1) {

    /** Returns means in which each class counts the same. */
    static Averages macro(List<ClassStatistics> classes) {
        return of(classes, c -> 1);
    }

    /** Returns means in which each class counts by its support. */
    static Averages weighted(List<ClassStatistics> classes) {
        return of(classes, ClassStatistics::support);
    }

    private static Averages of(List<ClassStatistics> classes, ToDoubleFunction<ClassStatistics> weight) {
        return new Averages(
                mean(classes, ClassStatistics::precision, weight),
                mean(classes, ClassStatistics::recall, weight),
                mean(classes, ClassStatistics::f1, weight));
    }

    private static double mean(
            List<ClassStatistics> classes,
            ToDoubleFunction<ClassStatistics> metric,
            ToDoubleFunction<ClassStatistics> weight) {
        double sum = 0;
        double weights = 0;
        for (ClassStatistics each : classes) {
            double value = metric.applyAsDouble(each);
            if (!Double.isNaN(value)) {
                sum += value * weight.applyAsDouble(each);
                weights += weight.applyAsDouble(each);
            }
        }
        return sum / weights;
    }
}
