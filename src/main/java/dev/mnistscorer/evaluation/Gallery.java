package dev.mnistscorer.evaluation;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The first few of many images in an order of their own; the same few, whatever order they come in. */
final class Gallery implements Serializable {
    private static final long serialVersionUID = 1L;

    /** In which order images are wanted. */
    enum Order {
        SUREST,
        UNSUREST,
        PLACE;

        private Comparator<Example> comparator() {
            return switch (this) {
                case SUREST -> Example.SUREST;
                case UNSUREST -> Example.UNSUREST;
                case PLACE -> Example.BY_PLACE;
            };
        }
    }

    private final Order order;
    private final int size;
    private transient PriorityQueue<Example> lastOnTop;

    Gallery(Order order, int size) {
        this.order = order;
        this.size = size;
        this.lastOnTop = new PriorityQueue<>(order.comparator().reversed());
    }

    /** Takes the image if it is among the first so far; only then are its pixels fetched. */
    void offer(ScoredImage image, float confidence) {
        if (lastOnTop.size() == size && isBehindAll(image, confidence)) {
            return;
        }
        offer(new Example(
                image.origin(), image.index(), image.label(), image.prediction(), confidence, image.pixels()));
    }

    private boolean isBehindAll(ScoredImage image, float confidence) {
        Example last = lastOnTop.peek();
        if (order == Order.SUREST && confidence != last.confidence()) {
            return confidence < last.confidence();
        }
        if (order == Order.UNSUREST && confidence != last.confidence()) {
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

    void merge(Gallery other) {
        other.lastOnTop.forEach(this::offer);
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
