package dev.mnistscorer.training;

import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * Makes further training images of one: turned, slanted, stretched and moved by a little, as other people might have
 * written it. The same seed, image number and copy always give the same picture.
 */
final class Augmentation implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Standard deviations and bounds that keep a digit readable and inside its frame. */
    private static final double TURN = Math.toRadians(12);

    private static final double SLANT = 0.15;
    private static final double STRETCH = 0.12;
    private static final double MOVE = 1.6;

    private final int height;
    private final int width;
    private final long seed;

    Augmentation(int height, int width, long seed) {
        this.height = height;
        this.width = width;
        this.seed = seed;
    }

    /** Copy {@code copy} of image {@code number}: {@code [height, width]}, row-major, unsigned bytes. */
    byte[] vary(byte[] image, long number, int copy) {
        SplittableRandom random = new SplittableRandom(seed + 31 * (number * 64 + copy));
        double turn = between(random, TURN);
        double slant = between(random, SLANT);
        double stretchX = 1 + between(random, STRETCH);
        double stretchY = 1 + between(random, STRETCH);
        double moveX = between(random, MOVE);
        double moveY = between(random, MOVE);
        double cos = Math.cos(turn);
        double sin = Math.sin(turn);

        // Goes from each new pixel back to where it comes from.
        double xx = cos / stretchX;
        double xy = (sin + slant) / stretchX;
        double yx = -sin / stretchY;
        double yy = cos / stretchY;
        double middleX = (width - 1) / 2.0;
        double middleY = (height - 1) / 2.0;
        byte[] varied = new byte[image.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double dx = x - middleX - moveX;
                double dy = y - middleY - moveY;
                varied[y * width + x] = between(image, middleX + xx * dx + xy * dy, middleY + yx * dx + yy * dy);
            }
        }
        return varied;
    }

    private static double between(SplittableRandom random, double bound) {
        return (random.nextDouble() * 2 - 1) * bound;
    }

    /** The bilinear mean of the four pixels around a point; outside of the image all is 0. */
    private byte between(byte[] image, double x, double y) {
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
