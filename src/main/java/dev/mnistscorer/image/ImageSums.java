package dev.mnistscorer.image;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Sums of figures over images: whole numbers, so that adding them is exact.
 *
 * @param images number of images
 * @param mean sum of the mean pixels of every fourth group of eight pixels, each in 1/256, rounded down
 * @param meanSquares sum of the squares of these
 * @param sampled number of images in the sample that the following figures are of
 * @param border sum of the mean pixels of the border, each in 1/256, rounded down
 * @param ink number of pixels of at least half of the largest of their image
 * @param pixels number of pixels
 * @param distance sum of the distances of the centre of mass from the middle, each in 1/256 pixel, rounded down
 */
public record ImageSums(
        long images, long mean, long meanSquares, long sampled, long border, long ink, long pixels, long distance) {

    static ImageSums of(InkTally all, List<ImageTraits> sample, Shape shape) {
        return new ImageSums(
                all.images(),
                all.means(),
                all.squares(),
                sample.size(),
                sum(sample, ImageTraits::border),
                sum(sample, ImageTraits::ink),
                (long) sample.size() * shape.pixels(),
                sum(sample, ImageTraits::distance));
    }

    private static long sum(List<ImageTraits> all, ToLongFunction<ImageTraits> figure) {
        return all.stream().mapToLong(figure).sum();
    }

    /**
     * Adds the sums over other images.
     *
     * @throws ArithmeticException if a sum overflows
     */
    public ImageSums plus(ImageSums other) {
        return new ImageSums(
                Math.addExact(images, other.images),
                Math.addExact(mean, other.mean),
                Math.addExact(meanSquares, other.meanSquares),
                Math.addExact(sampled, other.sampled),
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
