package dev.mnistscorer.evaluation;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/** The first images in a total order. */
final class TopExamples implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Orders of images; ties are broken by file and position. */
    enum Order implements Comparator<Example> {
        MOST_CONFIDENT(Example.MOST_CONFIDENT),
        LEAST_CONFIDENT(Example.LEAST_CONFIDENT),
        PLACE(Example.BY_PLACE);

        private final Comparator<Example> comparator;

        Order(Comparator<Example> comparator) {
            this.comparator = comparator;
        }

        @Override
        public int compare(Example one, Example other) {
            return comparator.compare(one, other);
        }
    }

    private final Order order;
    private final int size;
    private final Top<Example> top;

    TopExamples(Order order, int size) {
        this.order = order;
        this.size = size;
        this.top = new Top<>(order, size);
    }

    /** Keeps the image if it is among the first so far; only then are its pixels fetched. */
    void offer(ScoredImage image, float confidence) {
        if (!top.isFull() || !isBehindAll(image, confidence)) {
            top.offer(Example.of(image, confidence));
        }
    }

    private boolean isBehindAll(ScoredImage image, float confidence) {
        Example last = top.last();
        if (order == Order.MOST_CONFIDENT && confidence != last.confidence()) {
            return confidence < last.confidence();
        }
        if (order == Order.LEAST_CONFIDENT && confidence != last.confidence()) {
            return confidence > last.confidence();
        }
        int place = image.origin().compareTo(last.origin());
        return place > 0 || place == 0 && image.index() > last.index();
    }

    void merge(TopExamples other) {
        top.merge(other.top);
    }

    /** A selection of the same order and size, of no image. */
    TopExamples empty() {
        return new TopExamples(order, size);
    }

    /** The images, in order. */
    List<Example> examples() {
        return top.elements();
    }
}
