package dev.mnistscorer.training;

import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * Data augmentation: makes copies of a training image that are rotated, sheared, scaled and shifted a little. The same seed,
 * index and copy give the same pixels on any machine.
 */
final class Augmentation implements Serializable {
    private static final long serialVersionUID = 1L;

    // Bounds that keep a digit readable and inside the image.
    private static final double ROTATION = Math.toRadians(12);
    private static final double SHEAR = 0.15;
    private static final double SCALE = 0.12;
    private static final double SHIFT = 1.6;

    private final int height;
    private final int width;
    private final long seed;

    Augmentation(int height, int width, long seed) {
        this.height = height;
        this.width = width;
        this.seed = seed;
    }

    /** Augmented copy {@code copy} of image {@code index}: {@code [height, width]}, row-major, unsigned bytes. */
    byte[] augment(byte[] image, long index, int copy) {
        SplittableRandom random = new SplittableRandom(seed + 31 * (index * 64 + copy));
        double rotation = uniform(random, ROTATION);
        double shear = uniform(random, SHEAR);
        double scaleX = 1 + uniform(random, SCALE);
        double scaleY = 1 + uniform(random, SCALE);
        double shiftX = uniform(random, SHIFT);
        double shiftY = uniform(random, SHIFT);
        double cos = StrictMath.cos(rotation);
        double sin = StrictMath.sin(rotation);

        // The inverse transform: from each pixel of the copy to its source in the image.
        double xx = cos / scaleX;
        double xy = (sin + shear) / scaleX;
        double yx = -sin / scaleY;
        double yy = cos / scaleY;
        double middleX = (width - 1) / 2.0;
        double middleY = (height - 1) / 2.0;
        byte[] augmented = new byte[image.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double dx = x - middleX - shiftX;
                double dy = y - middleY - shiftY;
                augmented[y * width + x] = interpolate(image, middleX + xx * dx + xy * dy, middleY + yx * dx + yy * dy);
            }
        }
        return augmented;
    }

    /** A random number in -bound..bound. */
    private static double uniform(SplittableRandom random, double bound) {
        return (random.nextDouble() * 2 - 1) * bound;
    }

    /** Bilinear interpolation between the four pixels around a point; pixels outside the image are 0. */
    private byte interpolate(byte[] image, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double right = x - left;
        double bottom = y - top;
        double upper = pixel(image, left, top) * (1 - right) + pixel(image, left + 1, top) * right;
        double lower = pixel(image, left, top + 1) * (1 - right) + pixel(image, left + 1, top + 1) * right;
        return (byte) Math.round(upper * (1 - bottom) + lower * bottom);
    }

    private int pixel(byte[] image, int x, int y) {
        return x < 0 || y < 0 || x >= width || y >= height ? 0 : image[y * width + x] & 0xff;
    }
}
