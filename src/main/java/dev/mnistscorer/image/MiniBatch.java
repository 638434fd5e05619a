package dev.mnistscorer.image;

import dev.mnistscorer.kernel.Kernel;
import java.util.Arrays;

/**
 * The images of a mini-batch: unsigned bytes as long as all pixels are whole numbers in 0..255, else float32 on the same
 * scale. The kernels give the same bits for both, so the form never changes a result. For one thread.
 */
public final class MiniBatch {
    private static final int LARGEST_BYTE = 255;

    private final int pixels;
    private final int stride;
    private final byte[] bytes; // [rows, pixels], row-major; rounded where an image has fractions
    private float[] floats; // [rows, stride], row-major; allocated at the first fraction
    private boolean fractional;

    /**
     * Allocates a mini-batch.
     *
     * @param rows number of images, a multiple of {@link Kernel#ROWS}
     * @param pixels number of pixels of an image
     */
    public MiniBatch(int rows, int pixels) {
        this.pixels = pixels;
        this.stride = Kernel.padColumns(pixels);
        this.bytes = new byte[Math.multiplyExact(rows, pixels)];
    }

    /** Begins the next mini-batch. */
    public void clear() {
        fractional = false;
    }

    /** Number of pixels of an image. */
    public int pixels() {
        return pixels;
    }

    /** Images as {@code [rows, pixels]}, row-major, unsigned bytes; rounded where an image has fractions. */
    public byte[] bytes() {
        return bytes;
    }

    /** Tells whether an image has pixels that are no whole numbers in 0..255. */
    public boolean isFractional() {
        return fractional;
    }

    /** Images as {@code [rows, padColumns(pixels)]}, row-major; filled if {@link #isFractional}. */
    public float[] floats() {
        return floats;
    }

    /** Index in {@link #bytes} of the first pixel of image {@code place}. */
    public int offset(int place) {
        return place * pixels;
    }

    /** Image {@code place} as unsigned bytes, a copy. */
    public byte[] copyOf(int place) {
        return Arrays.copyOfRange(bytes, offset(place), offset(place + 1));
    }

    /** Image {@code place} as float32, a copy. */
    public float[] numbersOf(int place) {
        if (fractional) {
            return Arrays.copyOfRange(floats, place * stride, place * stride + pixels);
        }
        float[] numbers = new float[pixels];
        copyBytes(place, numbers, 0);
        return numbers;
    }

    private void copyBytes(int place, float[] numbers, int to) {
        int at = offset(place);
        for (int i = 0; i < pixels; i++) {
            numbers[to + i] = bytes[at + i] & LARGEST_BYTE;
        }
    }

    /**
     * Sets an image.
     *
     * @param values {@code [pixels]}, finite, on the scale 0..255
     */
    public void set(int place, float[] values) {
        boolean whole = setRounded(place, values);
        if (whole && !fractional) {
            return;
        }
        if (!fractional) {
            beginFractions(place);
        }
        System.arraycopy(values, 0, floats, place * stride, pixels);
    }

    private boolean setRounded(int place, float[] values) {
        boolean whole = true;
        int at = offset(place);
        for (int i = 0; i < pixels; i++) {
            int rounded = Math.max(0, Math.min(LARGEST_BYTE, Math.round(values[i])));
            whole &= rounded == values[i];
            bytes[at + i] = (byte) rounded;
        }
        return whole;
    }

    private void beginFractions(int count) {
        fractional = true;
        if (floats == null) {
            floats = new float[Math.multiplyExact(bytes.length / pixels, stride)];
        }
        for (int place = 0; place < count; place++) {
            copyBytes(place, floats, place * stride);
        }
    }
}
