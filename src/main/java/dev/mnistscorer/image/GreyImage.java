package dev.mnistscorer.image;

/**
 * A decoded image.
 *
 * @param height rows of pixels
 * @param width pixels in a row
 * @param pixels {@code [height, width]}, row-major, 0..255
 */
record GreyImage(int height, int width, float[] pixels) {
    private static final float WHITE = 255;

    Shape shape() {
        return new Shape(height, width);
    }

    GreyImage transposed() {
        float[] result = new float[pixels.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                result[x * height + y] = pixels[y * width + x];
            }
        }
        return new GreyImage(width, height, result);
    }

    GreyImage inverted() {
        float[] result = new float[pixels.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = WHITE - pixels[i];
        }
        return new GreyImage(height, width, result);
    }
}
