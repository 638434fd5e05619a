package dev.mnistscorer.image;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The ink of all images, and figures of a sample of them: of the 128 whose contents have the smallest hashes, or of all where
 * there are fewer. Which images these are depends on their contents alone, so the sample is the same for every partitioning
 * and order, and merging is exact.
 */
public final class ImageSample implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int MOST_IMAGES = 128;
    private static final int LEAST_IMAGES = 16;

    /** Bytes of a sample: of large images there are fewer. */
    private static final int MOST_BYTES = 1 << 21;

    private final Shape shape;
    private final InkTally ink;
    private List<Entry> entries;

    /** A sample of no image. */
    public ImageSample(Shape shape) {
        this(shape, new InkTally(), List.of());
    }

    ImageSample(Shape shape, InkTally ink, List<Entry> entries) {
        this.shape = shape;
        this.ink = ink;
        this.entries = new ArrayList<>(entries);
    }

    /** Number of images in a sample. */
    static int size(Shape shape) {
        return Math.max(LEAST_IMAGES, Math.min(MOST_IMAGES, MOST_BYTES / shape.pixels()));
    }

    /**
     * Place of an image in the order of contents.
     *
     * @param hash hash of some bytes
     * @param whole hash of all bytes, which tells images apart that agree in those
     */
    record Key(long hash, long whole) implements Comparable<Key>, Serializable {
        private static final long serialVersionUID = 1L;
        private static final Comparator<Key> ORDER =
                Comparator.comparingLong(Key::hash).thenComparingLong(Key::whole);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** A measured image. */
    record Entry(Key key, ImageTraits traits) implements Comparable<Entry>, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public int compareTo(Entry other) {
            return key.compareTo(other.key);
        }
    }

    /** Adds the sample of another part of the data. */
    public void merge(ImageSample other) {
        ink.merge(other.ink);
        Smallest<Entry> smallest = new Smallest<>(size(shape));
        entries.forEach(smallest::add);
        other.entries.forEach(smallest::add);
        entries = smallest.sorted();
    }

    /** Sums of these figures. */
    public ImageSums sums() {
        return ImageSums.of(ink, entries.stream().map(Entry::traits).toList(), shape);
    }

    /** Figures of the sampled images. */
    public ImageFigures figures() {
        return ImageFigures.of(entries.stream().map(Entry::traits).toList());
    }
}
