package dev.mnistscorer.image;

import java.util.Arrays;

/** The outermost pixels of an image: what can be known of its paper. */
final class Border {
    private Border() {}

    /** Returns the pixels of the first and last rows and columns, each once. */
    static float[] of(GreyImage image) {
        int height = image.height();
        int width = image.width();
        float[] border = new float[image.pixels().length - Math.max(0, height - 2) * Math.max(0, width - 2)];
        int count = 0;
        for (int i = 0; i < image.pixels().length; i++) {
            int y = i / width;
            int x = i % width;
            if (y == 0 || y == height - 1 || x == 0 || x == width - 1) {
                border[count++] = image.pixels()[i];
            }
        }
        return border;
    }

    /** Median of pixels, of an even number the lower one. */
    static float median(float[] border) {
        float[] sorted = border.clone();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) / 2];
    }

    /** Median absolute deviation of pixels from a value. */
    static float medianDeviation(float[] border, float value) {
        float[] deviations = new float[border.length];
        for (int i = 0; i < border.length; i++) {
            deviations[i] = Math.abs(border[i] - value);
        }
        return median(deviations);
    }
}
