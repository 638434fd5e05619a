package dev.mnistscorer.image;

import java.util.ArrayList;
import java.util.List;

/** The smallest elements of those added. For one thread. */
final class Smallest<T extends Comparable<T>> {
    private final int size;
    private final List<T> elements = new ArrayList<>();

    /** Keeps up to {@code size} elements. */
    Smallest(int size) {
        this.size = size;
    }

    /** Adds an element; true if {@link #largest} has changed, above which elements need not be added. */
    boolean add(T element) {
        elements.add(element);
        if (elements.size() < 2 * size) {
            return false;
        }
        cut();
        return true;
    }

    /** The largest of the smallest elements. */
    T largest() {
        return elements.get(size - 1);
    }

    /** The smallest elements, in order. */
    List<T> sorted() {
        cut();
        return List.copyOf(elements);
    }

    private void cut() {
        elements.sort(null);
        elements.subList(Math.min(size, elements.size()), elements.size()).clear();
    }
}
