package dev.mnistscorer.job;

import dev.mnistscorer.weights.ImportOptions;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is to be looked at.
 *
 * @param input a named data set, or the URI of images; empty: only weights are looked at
 * @param labels the URI of the label file; empty: found beside the images
 * @param weights named weights, or the URI of a weights file; empty: only images are looked at
 * @param reading what is said of the weights file that it does not say itself
 * @param index the one image to show; empty: the first ones
 * @param pixels whether the numbers of the one image are shown
 * @param count how many images are shown, at least 1
 * @param png the file that the pictures go to; empty: to the terminal only
 * @param colour whether the terminal takes colours
 */
public record InspectOptions(
        Optional<String> input,
        Optional<String> labels,
        Optional<String> weights,
        ImportOptions reading,
        OptionalLong index,
        boolean pixels,
        int count,
        Optional<String> png,
        boolean colour) {
    /** The most images on one sheet. */
    public static final int MOST = 1000;

    /**
     * Checks what can be checked without looking at a file.
     *
     * @throws IllegalArgumentException naming the argument
     */
    public InspectOptions {
        if (input.isEmpty() && weights.isEmpty()) {
            throw new IllegalArgumentException("--input or --weights must say what to look at");
        }
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("--count must be in 1.." + MOST + " but was " + count);
        }
        if (index.isPresent() && index.getAsLong() < 0) {
            throw new IllegalArgumentException("--index must be at least 0 but was " + index.getAsLong());
        }
        if (pixels && index.isEmpty()) {
            throw new IllegalArgumentException("--pixels must go with --index");
        }
        if (input.isEmpty() && (index.isPresent() || png.isPresent() || labels.isPresent())) {
            throw new IllegalArgumentException("--index, --png and --labels must go with --input");
        }
    }
}
