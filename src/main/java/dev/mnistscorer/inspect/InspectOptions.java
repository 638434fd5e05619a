package dev.mnistscorer.inspect;

import dev.mnistscorer.input.InputOptions;
import dev.mnistscorer.picture.Terminal;
import dev.mnistscorer.weights.ImportOptions;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Options of a look at images, a weights file, or both.
 *
 * @param input images; none are shown if no input is named
 * @param weights named weights, or the URI of a weights file; empty: only images are shown
 * @param importing statements of the user about the weights file
 * @param index the one image to show; empty: the first ones
 * @param pixels tells whether the pixels of the one image are printed
 * @param digest tells whether the digest of all probabilities is printed
 * @param count number of images to show, at least 1
 * @param png URI of a file for the pictures; empty: terminal only
 * @param terminal the terminal to draw on
 */
public record InspectOptions(
        InputOptions input,
        Optional<String> weights,
        ImportOptions importing,
        OptionalLong index,
        boolean pixels,
        boolean digest,
        int count,
        Optional<String> png,
        Terminal terminal) {
    /** Largest number of images on one sheet. */
    public static final int MOST = 1000;

    /** Returns true if the networks that the weights file may mean are compared on the images. */
    boolean ranks() {
        return weights.isPresent() && input.isNamed() && index.isEmpty() && !digest && png.isEmpty();
    }

    /**
     * Checks what can be checked without looking at a file.
     *
     * @throws IllegalArgumentException naming the argument
     */
    public InspectOptions {
        boolean images = input.isNamed();
        if (!images && weights.isEmpty()) {
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
        if (!input.rowFormat().holdsPixels() && (pixels || png.isPresent())) {
            throw new IllegalArgumentException(
                    "--pixels and --png must go with a range of pixels but --pixel-range was none");
        }
        if (digest && (!images || weights.isEmpty())) {
            throw new IllegalArgumentException("--digest must go with --input and --weights");
        }
        if (!images && (index.isPresent() || png.isPresent() || input.labels().isPresent())) {
            throw new IllegalArgumentException("--index, --png and --labels must go with --input");
        }
    }
}
