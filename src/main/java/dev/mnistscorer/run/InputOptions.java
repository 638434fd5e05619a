package dev.mnistscorer.run;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Images of a run.
 *
 * @param input a named data set, or the URI of images; empty: the default of the command
 * @param labels URI of the label file; empty: found beside the images
 * @param partitions tasks that the images are split for; empty: by size and cores
 */
public record InputOptions(Optional<String> input, Optional<String> labels, OptionalInt partitions) {
    /** Largest number of partitions: the state that Spark's driver keeps of more tasks fills its memory. */
    public static final int MOST_PARTITIONS = 100_000;

    /**
     * Checks the number of partitions.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public InputOptions {
        if (partitions.isPresent() && partitions.getAsInt() < 1) {
            throw new IllegalArgumentException("--partitions must be at least 1 but was " + partitions.getAsInt());
        }
        if (partitions.isPresent() && partitions.getAsInt() > MOST_PARTITIONS) {
            throw new IllegalArgumentException(
                    "--partitions must be at most " + MOST_PARTITIONS + " but was " + partitions.getAsInt());
        }
    }
}
