package dev.mnistscorer.image;

/** Reduces an image of any size, as it is, to the size of a prepared one, so that the two can be shown side by side. */
final class Preview {
    private static final int SIDE = MnistPreparation.SIDE;

    private Preview() {}

    /** Returns the pixels nearest to those of a grid, surrounded by paper where the image is not square. */
    static GreyImage apply(GreyImage image) {
        int longer = Math.max(image.height(), image.width());
        int top = (longer - image.height()) / 2;
        int left = (longer - image.width()) / 2;
        float paper = Border.median(Border.of(image));
        float[] pixels = new float[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            int y = centre(i / SIDE, longer) - top;
            int x = centre(i % SIDE, longer) - left;
            boolean inside = y >= 0 && y < image.height() && x >= 0 && x < image.width();
            pixels[i] = inside ? image.pixels()[y * image.width() + x] : paper;
        }
        return new GreyImage(SIDE, SIDE, pixels);
    }

    private static int centre(int cell, int length) {
        return (int) ((2L * cell + 1) * length / (2L * SIDE));
    }
}
