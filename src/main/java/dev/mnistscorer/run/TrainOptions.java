package dev.mnistscorer.run;

import java.util.List;
import java.util.Optional;

/**
 * Options of a training run.
 *
 * @param input labelled images
 * @param testInput images to evaluate the network on afterwards; empty: none
 * @param layers units of each layer, the number of pixels first, the number of classes last
 * @param iterations iterations of L-BFGS, at least 1
 * @param augmentedCopies augmented copies of each image to train on as well, {@code 0..}{@value #MOST_COPIES}
 * @param seed seed of the first weights and of the augmentation
 * @param output URI of the file of weights
 * @param format format of that file
 */
public record TrainOptions(
        InputOptions input,
        Optional<String> testInput,
        List<Integer> layers,
        int iterations,
        int augmentedCopies,
        long seed,
        String output,
        Format format) {
    /** Largest number of copies: each is held in memory during training. */
    public static final int MOST_COPIES = 32;

    /** Formats of written weights. */
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
        if (augmentedCopies < 0 || augmentedCopies > MOST_COPIES) {
            throw new IllegalArgumentException(
                    "--augmented-copies must be in 0.." + MOST_COPIES + " but was " + augmentedCopies);
        }
    }
}
