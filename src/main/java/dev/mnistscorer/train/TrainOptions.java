package dev.mnistscorer.train;

import dev.mnistscorer.input.InputOptions;
import dev.mnistscorer.training.Trainer;
import dev.mnistscorer.weights.content.Limits;
import java.util.List;
import java.util.Locale;
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
 * @param output file for the weights
 * @param checkpoint file for the weights of an unfinished training, after each round of {@link Trainer#ROUND} iterations;
 *     empty: none
 */
public record TrainOptions(
        InputOptions input,
        Optional<String> testInput,
        List<Integer> layers,
        int iterations,
        int augmentedCopies,
        long seed,
        WeightsTarget output,
        Optional<WeightsTarget> checkpoint) {
    /** Largest number of copies: each is held in memory during training. */
    public static final int MOST_COPIES = 32;

    /**
     * Checks what can be checked without looking at a file.
     *
     * @throws IllegalArgumentException naming the argument
     */
    public TrainOptions {
        layers = List.copyOf(layers);
        if (!input.rowFormat().holdsPixels()) {
            throw new IllegalArgumentException(
                    "--pixel-range must be LOW..HIGH to train, as networks are trained on pixels, but was none");
        }
        if (layers.size() < 2 || layers.stream().anyMatch(units -> units < 1)) {
            throw new IllegalArgumentException(
                    "--layers must be at least two numbers above 0, as 784,128,10, but was " + layers);
        }
        if (layers.stream().anyMatch(units -> units > Limits.MOST_UNITS)
                || layers.get(layers.size() - 1) > Limits.MOST_CLASSES) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "--layers must have at most %,d units in a layer and %d classes at the end but was %s",
                    Limits.MOST_UNITS,
                    Limits.MOST_CLASSES,
                    layers));
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
