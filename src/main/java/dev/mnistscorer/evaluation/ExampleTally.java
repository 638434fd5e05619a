package dev.mnistscorer.evaluation;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/** The images that are kept for display. */
final class ExampleTally implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int WORST = 50;
    private static final int LEAST_CONFIDENT = 50;
    private static final int OF_A_CLASS = 8;

    /** Bounds the examples of all classes together, which each partition sends to the driver. */
    private static final int OF_ALL_CLASSES = 1_000;

    private final TopExamples worst = new TopExamples(TopExamples.Order.MOST_CONFIDENT, WORST);
    private final TopExamples leastConfident = new TopExamples(TopExamples.Order.LEAST_CONFIDENT, LEAST_CONFIDENT);
    private final TopExamples[] byClass; // [label, or prediction where there is none]

    ExampleTally(int classes) {
        int size = Math.max(1, Math.min(OF_A_CLASS, OF_ALL_CLASSES / classes));
        byClass = IntStream.range(0, classes)
                .mapToObj(k -> new TopExamples(TopExamples.Order.PLACE, size))
                .toArray(TopExamples[]::new);
    }

    void add(ScoredImage image, float confidence) {
        int label = image.label();
        int prediction = image.prediction();
        if (label == ScoredImage.NO_LABEL) {
            leastConfident.offer(image, confidence);
            byClass[prediction].offer(image, confidence);
            return;
        }
        byClass[label].offer(image, confidence);
        if (label != prediction) {
            worst.offer(image, confidence);
        }
    }

    void merge(ExampleTally other) {
        worst.merge(other.worst);
        leastConfident.merge(other.leastConfident);
        for (int k = 0; k < byClass.length; k++) {
            byClass[k].merge(other.byClass[k]);
        }
    }

    /** The wrong predictions with the highest confidence. */
    List<Example> worst() {
        return worst.examples();
    }

    /** Of images without a label, the predictions with the lowest confidence. */
    List<Example> leastConfident() {
        return leastConfident.examples();
    }

    /** {@code [class]}: the first images by file and position. */
    List<List<Example>> byClass() {
        return IntStream.range(0, byClass.length)
                .mapToObj(k -> byClass[k].examples())
                .toList();
    }
}
