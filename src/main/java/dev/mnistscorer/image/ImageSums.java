package dev.mnistscorer.image;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Sums of figures over a sample of images: whole numbers, so that adding them is exact.
 *
 * @param images number of images in the sample
 * @param mean sum of the mean pixels, each in 1/256, rounded down
 * @param meanSquares sum of the squares of these
 * @param border sum of the mean pixels of the border, each in 1/256, rounded down
 * @param ink number of pixels of at least half of the largest of their image
 * @param pixels number of pixels
 * @param distance sum of the distances of the centre of mass from the middle, each in 1/256 pixel, rounded down
 */
public record ImageSums(long images, long mean, long meanSquares, long border, long ink, long pixels, long distance) {

    static ImageSums of(List<ImageTraits> all, Shape shape) {
        return new ImageSums(
                all.size(),
                sum(all, ImageTraits::mean),
                sum(all, each -> (long) each.mean() * each.mean()),
                sum(all, ImageTraits::border),
                sum(all, ImageTraits::ink),
                (long) all.size() * shape.pixels(),
                sum(all, ImageTraits::distance));
    }

    private static long sum(List<ImageTraits> all, ToLongFunction<ImageTraits> figure) {
        return all.stream().mapToLong(figure).sum();
    }

    /**
     * Adds the sums over another sample.
     *
     * @throws ArithmeticException if a sum overflows
     */
    public ImageSums plus(ImageSums other) {
        return new ImageSums(
                Math.addExact(images, other.images),
                Math.addExact(mean, other.mean),
                Math.addExact(meanSquares, other.meanSquares),
                Math.addExact(border, other.border),
                Math.addExact(ink, other.ink),
                Math.addExact(pixels, other.pixels),
                Math.addExact(distance, other.distance));
    }

    /**
     * Shift of the mean pixel from that of a reference, in standard deviations of the reference's images; NaN if one has no
     * images or those of the reference are all alike.
     */
    public double inkShift(ImageSums reference) {
        double expected = (double) reference.mean / reference.images;
        double deviation = Math.sqrt((double) reference.meanSquares / reference.images - expected * expected);
        return deviation > 0 ? ((double) mean / images - expected) / deviation : Double.NaN;
    }
}
