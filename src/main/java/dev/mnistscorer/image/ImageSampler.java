package dev.mnistscorer.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Samples the images of a partition, and sums the ink of all. An image that does not come into the sample, as most of a large partition, costs a hash
 * of an eighth of its bytes, 14 ns; measuring each would take more than twice as long as scoring it. For one thread.
 */
public final class ImageSampler implements ImageSink {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FACTOR = 0x9e3779b97f4a7c15L;

    /** Distance of the words that the first hash takes. In rows of 28 bytes these are in all columns. */
    private static final int STRIDE = 72;

    private final Shape shape;
    private final Smallest<Image> images;
    private final InkTally ink = new InkTally();
    private long bound = Long.MAX_VALUE;

    /** A sampler of images of a shape. */
    public ImageSampler(Shape shape) {
        this.shape = shape;
        this.images = new Smallest<>(ImageSample.size(shape));
    }

    /** An image that may come into the sample. */
    private record Image(ImageSample.Key key, byte[] pixels) implements Comparable<Image> {
        @Override
        public int compareTo(Image other) {
            return key.compareTo(other.key);
        }
    }

    @Override
    public void take(MiniBatch batch, int place) {
        int at = batch.offset(place);
        int end = at + batch.pixels();
        ink.add(batch.bytes(), at, end);
        long hash = hash(batch.bytes(), at, end, STRIDE);
        if (hash > bound) {
            return;
        }
        long whole = hash(batch.bytes(), at, end, Long.BYTES);
        if (images.add(new Image(new ImageSample.Key(hash, whole), batch.copyOf(place)))) {
            bound = images.largest().key().hash();
        }
    }

    /** The sample, measured. */
    public ImageSample sample() {
        List<ImageSample.Entry> entries = images.sorted().stream()
                .map(image -> new ImageSample.Entry(image.key(), ImageTraits.of(image.pixels(), shape)))
                .toList();
        return new ImageSample(shape, ink, entries);
    }

    private static long hash(byte[] bytes, int from, int to, int stride) {
        long hash = 0;
        long factor = FACTOR;
        int at = from;
        for (; at <= to - Long.BYTES; at += stride) {
            hash += (long) WORD.get(bytes, at) * factor;
            factor += 2 * FACTOR;
        }
        for (; at < to; at++) {
            hash += bytes[at] * factor;
            factor += 2 * FACTOR;
        }
        hash = (hash ^ hash >>> 32) * FACTOR;
        return hash ^ hash >>> 29;
    }
}
