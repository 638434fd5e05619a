package dev.mnistscorer.image;

import java.io.Serializable;

/**
 * Figures of one image. Ink are the pixels of at least half of the largest one.
 *
 * @param largest largest pixel
 * @param smallest smallest pixel
 * @param mean mean pixel, in 1/256
 * @param border mean pixel of the border, in 1/256
 * @param ink number of pixels of ink
 * @param adjacent those of them whose right neighbour is ink too
 * @param distance distance of the centre of mass from the middle, in 1/256 pixel
 * @param side longer side of the bounding box of the ink
 * @param tall true if the variance of the pixels' positions is larger down than across
 */
record ImageTraits(
        int largest, int smallest, int mean, int border, int ink, int adjacent, int distance, int side, boolean tall)
        implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int UNITS = 256;

    /** Measures an image of unsigned bytes. */
    static ImageTraits of(byte[] pixels, Shape shape) {
        int height = shape.height();
        int width = shape.width();
        Moments moments = new Moments();
        long border = 0;
        for (int y = 0, i = 0; y < height; y++, i += width) {
            long row = moments.add(pixels, i, width, y);
            if (y == 0 || y == height - 1) {
                border += row;
            } else {
                border += (pixels[i] & 0xff) + (width > 1 ? pixels[i + width - 1] & 0xff : 0);
            }
        }
        int inside = Math.max(0, height - 2) * Math.max(0, width - 2);
        Ink ink = Ink.of(pixels, shape, Math.max(1, (moments.largest + 1) / 2));
        return new ImageTraits(
                moments.largest,
                moments.smallest,
                (int) (moments.mass * UNITS / shape.pixels()),
                (int) (border * UNITS / (shape.pixels() - inside)),
                ink.count,
                ink.adjacent,
                moments.distance(shape),
                Math.max(ink.bottom - ink.top, ink.right - ink.left) + 1,
                moments.isTall());
    }

    /** Moments of the pixels as masses. */
    private static final class Moments {
        private int largest;
        private int smallest = Integer.MAX_VALUE;
        private long mass;
        private long massY;
        private long massX;
        private double massYY;
        private double massXX;

        /** Adds a row of pixels; returns their sum. */
        long add(byte[] pixels, int at, int width, int y) {
            int high = largest;
            int low = smallest;
            long row = 0;
            long rowX = 0;
            long rowXX = 0;
            for (int x = 0; x < width; x++) {
                int pixel = pixels[at + x] & 0xff;
                low = Math.min(low, pixel);
                if (pixel > 0) {
                    high = Math.max(high, pixel);
                    row += pixel;
                    rowX += (long) pixel * x;
                    rowXX += (long) pixel * x * x;
                }
            }
            largest = high;
            smallest = low;
            mass += row;
            massY += row * y;
            massX += rowX;
            massYY += (double) row * y * y;
            massXX += rowXX;
            return row;
        }

        /** MNIST's middle is pixel (14, 14) of 28. */
        int distance(Shape shape) {
            if (mass == 0) {
                return 0;
            }
            double y = (double) massY / mass - shape.height() / 2;
            double x = (double) massX / mass - shape.width() / 2;
            return (int) (Math.sqrt(y * y + x * x) * UNITS);
        }

        boolean isTall() {
            return massYY - (double) massY * massY / Math.max(1, mass)
                    > massXX - (double) massX * massX / Math.max(1, mass);
        }
    }

    /** Extent of the ink. */
    private static final class Ink {
        private int count;
        private int adjacent;
        private int top = Integer.MAX_VALUE;
        private int left = Integer.MAX_VALUE;
        private int bottom = -1;
        private int right = -1;

        static Ink of(byte[] pixels, Shape shape, int threshold) {
            Ink ink = new Ink();
            for (int y = 0, i = 0; y < shape.height(); y++, i += shape.width()) {
                ink.add(pixels, i, shape.width(), y, threshold);
            }
            return ink;
        }

        private void add(byte[] pixels, int at, int width, int y, int threshold) {
            int inked = 0;
            int first = width;
            int last = -2;
            for (int x = 0; x < width; x++) {
                if ((pixels[at + x] & 0xff) >= threshold) {
                    inked++;
                    adjacent += last == x - 1 ? 1 : 0;
                    first = Math.min(first, x);
                    last = x;
                }
            }
            if (inked > 0) {
                count += inked;
                top = Math.min(top, y);
                bottom = y;
                left = Math.min(left, first);
                right = Math.max(right, last);
            }
        }
    }
}
