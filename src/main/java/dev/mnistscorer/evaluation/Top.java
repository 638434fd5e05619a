package dev.mnistscorer.evaluation;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The first {@code size} of many elements in a total order; independent of the order in which they are offered. */
final class Top<T extends Serializable> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Comparator<T> order;
    private final int size;
    private transient PriorityQueue<T> lastOnTop;

    /**
     * An empty list.
     *
     * @param order serialisable
     */
    Top(Comparator<T> order, int size) {
        this.order = order;
        this.size = size;
        this.lastOnTop = new PriorityQueue<>(order.reversed());
    }

    /** Tells whether an element is kept only if it comes before {@link #last}. */
    boolean isFull() {
        return lastOnTop.size() == size;
    }

    /** The last of the elements so far. */
    T last() {
        return lastOnTop.peek();
    }

    /** Keeps an element if it is among the first so far. */
    void offer(T element) {
        lastOnTop.add(element);
        if (lastOnTop.size() > size) {
            lastOnTop.remove();
        }
    }

    void merge(Top<T> other) {
        other.lastOnTop.forEach(this::offer);
    }

    /** The elements, in order. */
    List<T> elements() {
        return lastOnTop.stream().sorted(order).toList();
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeObject(new ArrayList<>(lastOnTop));
    }

    @SuppressWarnings("unchecked") // What writeObject has written.
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        lastOnTop = new PriorityQueue<>(order.reversed());
        lastOnTop.addAll((List<T>) in.readObject());
    }
}
