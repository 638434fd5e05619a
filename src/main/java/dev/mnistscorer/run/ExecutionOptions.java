package dev.mnistscorer.run;

import dev.mnistscorer.kernel.KernelChoice;
import dev.mnistscorer.table.MetricsLevel;
import java.util.List;

/**
 * Execution of a scoring run.
 *
 * @param batchSize images in one mini-batch, {@code 1..}{@value #LARGEST_BATCH}
 * @param kernel implementation of the arithmetic
 * @param metrics metrics to be computed
 * @param sliceBy names of columns by whose values accuracy is counted
 */
public record ExecutionOptions(int batchSize, KernelChoice kernel, MetricsLevel metrics, List<String> sliceBy) {
    /** Largest number of images in one mini-batch. */
    public static final int LARGEST_BATCH = 100_000;

    /**
     * Checks the batch size.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public ExecutionOptions {
        sliceBy = List.copyOf(sliceBy);
        if (batchSize < 1 || batchSize > LARGEST_BATCH) {
            throw new IllegalArgumentException("--batch-size must be in 1.." + LARGEST_BATCH + " but was " + batchSize);
        }
    }
}
