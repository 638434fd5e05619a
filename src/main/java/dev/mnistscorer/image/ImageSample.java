package dev.mnistscorer.image;

import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Figures of a sample of images: of the 128 whose contents have the smallest hashes, or of all where there are fewer. Which
 * images these are depends on their contents alone, so the sample is the same for every partitioning and order, and merging is
 * exact. Most images of a large data set cost one hash of a ninth of their bytes; measuring all would cost as much as
 * scoring them.
 */
public final class ImageSample implements ImageSink, Serializable {
    private static final long serialVersionUID = 1L;
    private static final int SIZE = 128;
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FACTOR = 0x9e3779b97f4a7c15L;

    /** Distance of the words of the short hash. In rows of 28 bytes they are in all columns. */
    private static final int STRIDE = 72;

    private static final Comparator<Entry> ORDER =
            Comparator.comparingLong(Entry::hash).thenComparingLong(Entry::whole);

    private final List<Entry> entries = new ArrayList<>();
    private long bound = Long.MAX_VALUE;

    /**
     * An image.
     *
     * @param hash short hash
     * @param whole hash of all bytes, which tells images apart that have the same short hash
     */
    private record Entry(long hash, long whole, ImageTraits traits) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public void take(MiniBatch images, int place, Shape shape) {
        int at = images.offset(place);
        long hash = hash(images.bytes(), at, at + images.pixels(), STRIDE);
        if (hash > bound) {
            return;
        }
        add(new Entry(
                hash,
                hash(images.bytes(), at, at + images.pixels(), Long.BYTES),
                ImageTraits.of(images.bytes(), at, shape)));
    }

    /** Adds the sample of another part of the data. */
    public void merge(ImageSample other) {
        other.entries.forEach(this::add);
    }

    private void add(Entry entry) {
        entries.add(entry);
        if (entries.size() == 2 * SIZE) {
            keepSmallest();
            bound = entries.get(SIZE - 1).hash();
        }
    }

    private void keepSmallest() {
        entries.sort(ORDER);
        entries.subList(Math.min(SIZE, entries.size()), entries.size()).clear();
    }

    private static long hash(byte[] bytes, int from, int to, int stride) {
        long hash = 0;
        long factor = FACTOR;
        int at = from;
        for (; at + Long.BYTES <= to; at += stride) {
            hash += ((long) WORD.get(bytes, at) + stride) * factor;
            factor += 2 * FACTOR;
        }
        for (; at < to; at++) {
            hash += bytes[at] * factor;
            factor += 2 * FACTOR;
        }
        hash = (hash ^ hash >>> 32) * FACTOR;
        hash = (hash ^ hash >>> 29) * FACTOR;
        return hash ^ hash >>> 32;
    }

    /** Means over the sample. */
    public ImageFigures figures() {
        keepSmallest();
        return ImageFigures.of(entries.stream().map(Entry::traits).toList());
    }

    /** Leaves out what a merged sample would. */
    private Object writeReplace() {
        keepSmallest();
        return this;
    }
}
