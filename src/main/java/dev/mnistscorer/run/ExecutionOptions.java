package dev.mnistscorer.run;

import dev.mnistscorer.kernel.KernelChoice;
import dev.mnistscorer.table.MetricsLevel;

/**
 * Execution of a scoring run.
 *
 * @param batchSize images in one mini-batch, {@code 1..}{@value #LARGEST_BATCH}
 * @param kernel implementation of the arithmetic
 * @param metrics metrics to be computed
 */
public record ExecutionOptions(int batchSize, KernelChoice kernel, MetricsLevel metrics) {
    /** Largest number of images in one mini-batch. */
    public static final int LARGEST_BATCH = 100_000;

    /**
     * Checks the batch size.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public ExecutionOptions {
        if (batchSize < 1 || batchSize > LARGEST_BATCH) {
            throw new IllegalArgumentException("--batch-size must be in 1.." + LARGEST_BATCH + " but was " + batchSize);
        }
    }
}
