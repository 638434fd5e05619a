package dev.mnistscorer.evaluation;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The first {@code size} of many images in a total order; independent of the order in which they are offered. */
final class TopExamples implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Orders of images; ties are broken by file and position. */
    enum Order {
        MOST_CONFIDENT,
        LEAST_CONFIDENT,
        PLACE;

        private Comparator<Example> comparator() {
            return switch (this) {
                case MOST_CONFIDENT -> Example.MOST_CONFIDENT;
                case LEAST_CONFIDENT -> Example.LEAST_CONFIDENT;
                case PLACE -> Example.BY_PLACE;
            };
        }
    }

    private final Order order;
    private final int size;
    private transient PriorityQueue<Example> lastOnTop;

    TopExamples(Order order, int size) {
        this.order = order;
        this.size = size;
        this.lastOnTop = new PriorityQueue<>(order.comparator().reversed());
    }

    /** Keeps the image if it is among the first so far; only then are its pixels fetched. */
    void offer(ScoredImage image, float confidence) {
        if (lastOnTop.size() == size && isBehindAll(image, confidence)) {
            return;
        }
        offer(new Example(
                image.origin(), image.index(), image.label(), image.prediction(), confidence, image.pixels()));
    }

    private boolean isBehindAll(ScoredImage image, float confidence) {
        Example last = lastOnTop.peek();
        if (order == Order.MOST_CONFIDENT && confidence != last.confidence()) {
            return confidence < last.confidence();
        }
        if (order == Order.LEAST_CONFIDENT && confidence != last.confidence()) {
            return confidence > last.confidence();
        }
        int place = image.origin().compareTo(last.origin());
        return place > 0 || place == 0 && image.index() > last.index();
    }

    private void offer(Example example) {
        lastOnTop.add(example);
        if (lastOnTop.size() > size) {
            lastOnTop.remove();
        }
    }

    void merge(TopExamples other) {
        other.lastOnTop.forEach(this::offer);
    }

    /** A selection of the same order and size, of no image. */
    TopExamples empty() {
        return new TopExamples(order, size);
    }

    /** The images, in order. */
    List<Example> examples() {
        return lastOnTop.stream().sorted(order.comparator()).toList();
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeObject(new ArrayList<>(lastOnTop));
    }

    @SuppressWarnings("unchecked") // What writeObject has written.
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        lastOnTop = new PriorityQueue<>(order.comparator().reversed());
        lastOnTop.addAll((List<Example>) in.readObject());
    }
}
