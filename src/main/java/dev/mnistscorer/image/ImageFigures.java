package dev.mnistscorer.image;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Figures of images, as unsigned bytes after their preparation.
 *
 * @param images number of images that were measured
 * @param inked those of them that are not black, of which all but the first figures are
 * @param largest largest pixel of all images
 * @param smallest mean of the smallest pixels of the images
 * @param mean mean pixel
 * @param border mean pixel of the first and last rows and columns
 * @param adjacent fraction of the pixels of ink, those of at least half of the largest, with ink on their right
 * @param distance mean distance of the centre of mass from the middle, in pixels
 * @param side mean longer side of the bounding box of the ink, in pixels
 * @param tall fraction of images that extend more down than across
 */
public record ImageFigures(
        int images,
        int inked,
        int largest,
        double smallest,
        double mean,
        double border,
        double adjacent,
        double distance,
        double side,
        double tall) {
    private static final double UNITS = 256;

    static ImageFigures of(List<ImageTraits> all) {
        List<ImageTraits> inked =
                all.stream().filter(each -> each.largest() > 0).toList();
        long ink = inked.stream().mapToLong(ImageTraits::ink).sum();
        return new ImageFigures(
                all.size(),
                inked.size(),
                all.stream().mapToInt(ImageTraits::largest).max().orElse(0),
                mean(inked, ImageTraits::smallest),
                mean(inked, ImageTraits::mean) / UNITS,
                mean(inked, ImageTraits::border) / UNITS,
                inked.stream().mapToLong(ImageTraits::adjacent).sum() / (double) Math.max(1, ink),
                mean(inked, ImageTraits::distance) / UNITS,
                mean(inked, ImageTraits::side),
                mean(inked, each -> each.tall() ? 1 : 0));
    }

    /** All values are whole numbers, so that the sum is exact. */
    private static double mean(List<ImageTraits> images, ToDoubleFunction<ImageTraits> value) {
        return images.stream().mapToDouble(value).sum() / Math.max(1, images.size());
    }
}
