package dev.mnistscorer.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes pictures to grey. Colours become grey by the luma of ITU-R BT.601, {@code 0.299 R + 0.587 G + 0.114 B}, and what is
 * transparent lies on white. For one thread.
 */
final class PictureReader {
    /** Largest number of pixels: a compressed file of a few kilobytes can claim billions. */
    static final long MOST_PIXELS = 1L << 24;

    // Luma in 16-bit fixed point: the sum of the factors is 1 << 16, so that grey stays what it is.
    private static final int RED = 19_595;
    private static final int GREEN = 38_470;
    private static final int BLUE = 7_471;
    private static final int HALF = 1 << 15;
    private static final int OPAQUE = 255;

    private final Map<PictureFormat, ImageReader> readers = new EnumMap<>(PictureFormat.class);

    /**
     * Decodes a file.
     *
     * @throws IOException with the reason if it is damaged, too large, or of a kind that cannot be decoded
     */
    GreyImage read(PictureFormat format, byte[] file) throws IOException {
        ImageReader reader = readers.computeIfAbsent(format, each -> ImageIO.getImageReadersByFormatName(each.reader())
                .next());
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            long pixels = (long) reader.getHeight(0) * reader.getWidth(0);
            if (pixels > MOST_PIXELS) {
                throw new IOException("it has " + reader.getHeight(0) + " × " + reader.getWidth(0)
                        + " pixels, more than " + MOST_PIXELS);
            }
            return grey(reader.read(0));
        } catch (RuntimeException e) {
            // Readers of damaged files fail in many ways.
            throw new IOException(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
        }
    }

    private static GreyImage grey(BufferedImage picture) throws IOException {
        Raster raster = picture.getRaster();
        int[] samples = raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null);
        float[] grey = new float[raster.getWidth() * raster.getHeight()];
        ColorModel model = picture.getColorModel();
        int bands = raster.getNumBands();
        if (model instanceof IndexColorModel palette) {
            for (int i = 0; i < grey.length; i++) {
                int index = samples[i];
                int luma = luma(palette.getRed(index), palette.getGreen(index), palette.getBlue(index));
                grey[i] = onWhite(luma, palette.getAlpha(index));
            }
        } else {
            toBytes(samples, raster);
            boolean isGrey = model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
            if (!isGrey && model.getColorSpace().getType() != ColorSpace.TYPE_RGB) {
                throw new IOException("its colours are neither grey nor RGB");
            }
            int colours = isGrey ? 1 : 3;
            for (int i = 0, at = 0; i < grey.length; i++, at += bands) {
                int luma = isGrey ? samples[at] : luma(samples[at], samples[at + 1], samples[at + 2]);
                grey[i] = onWhite(luma, bands > colours ? samples[at + colours] : OPAQUE);
            }
        }
        return new GreyImage(raster.getHeight(), raster.getWidth(), grey);
    }

    /** Samples of another depth than eight bits, scaled to 0..255. */
    private static void toBytes(int[] samples, Raster raster) {
        int bands = raster.getNumBands();
        for (int band = 0; band < bands; band++) {
            int depth = raster.getSampleModel().getSampleSize(band);
            if (depth != Byte.SIZE) {
                long largest = (1L << depth) - 1;
                for (int i = band; i < samples.length; i += bands) {
                    samples[i] = (int) ((samples[i] * (long) OPAQUE + largest / 2) / largest);
                }
            }
        }
    }

    private static int luma(int red, int green, int blue) {
        return (red * RED + green * GREEN + blue * BLUE + HALF) >> Short.SIZE;
    }

    private static int onWhite(int value, int alpha) {
        return (value * alpha + OPAQUE * (OPAQUE - alpha) + OPAQUE / 2) / OPAQUE;
    }
}
