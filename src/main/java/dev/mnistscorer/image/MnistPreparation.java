package dev.mnistscorer.image;

import java.util.Arrays;

/**
 * Prepares an image of any size as the digits of MNIST were prepared: "The original black and white (bilevel) images from NIST
 * were size normalized to fit in a 20x20 pixel box while preserving their aspect ratio. The resulting images contain grey
 * levels as a result of the anti-aliasing technique used by the normalization algorithm. The images were centered in a 28x28
 * image by computing the center of mass of the pixels, and translating the image so as to position this point at the center of
 * the 28x28 field" (Y. LeCun, C. Cortes, C. Burges, <i>The MNIST database of handwritten digits</i>; the originals are NIST's
 * Special Databases 1 and 3). The first three steps make of a picture what NIST's scanner made of a form, light ink on black.
 *
 * <ol>
 *   <li>The paper is the median of the pixels of the border.
 *   <li>The ink is on that side of the paper, lighter or darker, on which the differences from the paper have the larger sum.
 *       From here on a pixel is its difference from the paper towards the ink. An image whose largest difference, the
 *       contrast, is below 16 has no ink: the result is blank.
 *   <li>Pixels below a threshold become paper: below eight times the median absolute deviation of the border, which is the
 *       noise of the paper, and, in images larger than 28 × 28, below an eighth of the contrast: there these are shadows and
 *       artefacts of compression, in small images they are the edges of strokes.
 *   <li>The image is cropped to the bounding box of what is left.
 *   <li>The box is scaled so that its longer side has 20 pixels, by averaging areas.
 *   <li>Where the largest pixel is below 254, the least of all of MNIST's images, pixels are multiplied so that it becomes
 *       255: NIST's images were bilevel. Pixels are rounded.
 *   <li>The box is placed in 28 × 28 pixels so that its centre of mass is within half a pixel of pixel (14, 14), or as near
 *       to it as the whole box permits.
 * </ol>
 *
 * All but 20 of the 70,000 images of MNIST come out as they are: of 16 a row or column had been cut off at the edge, and of 4
 * the centre of mass is half a pixel from two. The arithmetic is that of {@code double} in a fixed order, so the result is
 * the same on every machine.
 */
final class MnistPreparation {
    /** Height and width of a prepared image. */
    static final int SIDE = 28;

    private static final int BOX = 20;
    private static final double WHITE = 255;
    private static final double LEAST_CONTRAST = 16;
    private static final double NOISE_FACTOR = 8;
    private static final double FAINT = 1.0 / 8;
    private static final double LEAST_LARGEST = 254;

    private MnistPreparation() {}

    /** Returns the prepared image. */
    static GreyImage apply(GreyImage image) {
        float[] border = Border.of(image);
        float paper = Border.median(border);
        double[] ink = ink(image.pixels(), paper);
        double contrast = Arrays.stream(ink).max().orElse(0);
        if (contrast < LEAST_CONTRAST) {
            return new GreyImage(SIDE, SIDE, new float[SIDE * SIDE]);
        }
        boolean large = image.height() > SIDE || image.width() > SIDE;
        double noise = Border.medianDeviation(border, paper);
        double threshold = Math.max(noise * NOISE_FACTOR, large ? contrast * FAINT : 0);
        // The strongest ink is kept even on paper with so much noise.
        return centred(fitted(cropped(ink, image.width(), Math.min(threshold, contrast))));
    }

    private static double[] ink(float[] pixels, float paper) {
        double lighter = 0;
        double darker = 0;
        for (float pixel : pixels) {
            lighter += Math.max(0, pixel - paper);
            darker += Math.max(0, paper - pixel);
        }
        double[] ink = new double[pixels.length];
        for (int i = 0; i < ink.length; i++) {
            ink[i] = Math.max(0, darker > lighter ? paper - pixels[i] : pixels[i] - paper);
        }
        return ink;
    }

    /** Part of an image: {@code [height, width]}, row-major. */
    private record Box(int height, int width, double[] ink) {}

    private static Box cropped(double[] ink, int stride, double threshold) {
        int top = Integer.MAX_VALUE;
        int left = Integer.MAX_VALUE;
        int bottom = -1;
        int right = -1;
        for (int i = 0; i < ink.length; i++) {
            if (ink[i] > 0 && ink[i] >= threshold) {
                top = Math.min(top, i / stride);
                bottom = i / stride;
                left = Math.min(left, i % stride);
                right = Math.max(right, i % stride);
            }
        }
        int height = bottom - top + 1;
        int width = right - left + 1;
        double[] box = new double[height * width];
        for (int i = 0; i < box.length; i++) {
            double value = ink[(top + i / width) * stride + left + i % width];
            box[i] = value >= threshold ? value : 0;
        }
        return new Box(height, width, box);
    }

    private static Box fitted(Box box) {
        int longer = Math.max(box.height(), box.width());
        int height = scaled(box.height(), longer);
        int width = scaled(box.width(), longer);
        double[] rows = averaged(box.ink(), box.height(), box.width(), height);
        double[] both =
                transposed(averaged(transposed(rows, height, box.width()), box.width(), height, width), width, height);
        double largest = Arrays.stream(both).max().orElse(0);
        double factor = largest < LEAST_LARGEST ? WHITE / largest : 1;
        for (int i = 0; i < both.length; i++) {
            both[i] = Math.floor(Math.min(WHITE, both[i] * factor) + 0.5);
        }
        return new Box(height, width, both);
    }

    private static int scaled(int side, int longer) {
        return Math.max(1, (2 * side * BOX + longer) / (2 * longer));
    }

    /** Rows scaled to another number of rows: each is the mean over the rows, and the fractions of rows, that it covers. */
    private static double[] averaged(double[] ink, int height, int width, int rows) {
        double[] result = new double[rows * width];
        for (int row = 0; row < rows; row++) {
            // In units of 1/rows of a row all bounds are whole numbers.
            long from = (long) row * height;
            long to = from + height;
            for (int y = (int) (from / rows); (long) y * rows < to; y++) {
                long covered = Math.min(to, (y + 1L) * rows) - Math.max(from, (long) y * rows);
                for (int x = 0; x < width; x++) {
                    result[row * width + x] += ink[y * width + x] * covered;
                }
            }
            for (int x = 0; x < width; x++) {
                result[row * width + x] /= height;
            }
        }
        return result;
    }

    private static double[] transposed(double[] ink, int height, int width) {
        double[] result = new double[ink.length];
        for (int i = 0; i < ink.length; i++) {
            result[i % width * height + i / width] = ink[i];
        }
        return result;
    }

    private static GreyImage centred(Box box) {
        double mass = 0;
        double massY = 0;
        double massX = 0;
        for (int i = 0; i < box.ink().length; i++) {
            mass += box.ink()[i];
            massY += box.ink()[i] * (i / box.width());
            massX += box.ink()[i] * (i % box.width());
        }
        int top = start(massY / mass, box.height());
        int left = start(massX / mass, box.width());
        float[] pixels = new float[SIDE * SIDE];
        for (int i = 0; i < box.ink().length; i++) {
            pixels[(top + i / box.width()) * SIDE + left + i % box.width()] = (float) box.ink()[i];
        }
        return new GreyImage(SIDE, SIDE, pixels);
    }

    private static int start(double centre, int length) {
        return Math.max(0, Math.min(SIDE - length, (int) Math.floor(SIDE / 2 - centre + 0.5)));
    }
}
