package dev.mnistscorer.job;

import java.util.List;
import java.util.Optional;

/**
 * What a training run is to do.
 *
 * @param input a named data set, or the URI of labelled images
 * @param labels the URI of the label file; empty: found beside the images
 * @param testInput what the network is evaluated on afterwards; empty: nothing
 * @param layers units of each layer, the number of pixels first, the number of classes last
 * @param iterations of L-BFGS, at least 1
 * @param variations varied copies of each image to train on as well, {@code 0..}{@value #MOST_VARIATIONS}
 * @param seed of whatever is random
 * @param output the URI of the file of weights
 * @param format what the weights are written as
 */
public record TrainOptions(
        String input,
        Optional<String> labels,
        Optional<String> testInput,
        List<Integer> layers,
        int iterations,
        int variations,
        long seed,
        String output,
        Format format) {
    /** The most copies: each is held in memory while training goes on. */
    public static final int MOST_VARIATIONS = 32;

    /** What weights can be written as. */
    public enum Format {
        /** Safetensors. */
        SAFETENSORS,
        /** NumPy's npz. */
        NPZ
    }

    /**
     * Checks what can be checked without looking at a file.
     *
     * @throws IllegalArgumentException naming the argument
     */
    public TrainOptions {
        layers = List.copyOf(layers);
        if (layers.size() < 2 || layers.stream().anyMatch(units -> units < 1)) {
            throw new IllegalArgumentException(
                    "--layers must be at least two numbers above 0, as 784,128,10, but was " + layers);
        }
        if (iterations < 1) {
            throw new IllegalArgumentException("--iterations must be at least 1 but was " + iterations);
        }
        if (variations < 0 || variations > MOST_VARIATIONS) {
            throw new IllegalArgumentException(
                    "--variations must be in 0.." + MOST_VARIATIONS + " but was " + variations);
        }
    }
}
