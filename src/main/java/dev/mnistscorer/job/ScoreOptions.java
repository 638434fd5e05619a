package dev.mnistscorer.job;

import dev.mnistscorer.kernel.KernelChoice;
import dev.mnistscorer.weights.ImportOptions;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What a scoring run is to do.
 *
 * @param input a named data set, or the URI of images; empty: MNIST, or the sample where that cannot be had
 * @param labels the URI of the label file; empty: found beside the images, if there
 * @param weights named weights, or the URI of a weights file
 * @param reading what is said of the weights file that it does not say itself
 * @param batchSize images in one mini-batch, {@code 1..}{@value #LARGEST_BATCH}
 * @param partitions how many tasks the images are split for; empty: by size and cores
 * @param kernel what computes
 * @param output where predictions go; empty: nowhere
 * @param format what predictions are written as
 * @param probabilities whether the probabilities of all classes are written
 * @param metrics what is evaluated
 * @param report the directory for metrics; empty: none are written
 * @param runId the name of the run's predictions under the output; empty: one is made of the time
 * @param overwrite whether a published run of the same name is replaced
 * @param incremental whether only files are scored that no published run has scored
 * @param onBadRow what becomes of rows that cannot be scored
 * @param maxBadRows how many rows may be left out; empty: any number
 * @param history the directory of the table of runs; empty: none
 * @param gates what the run must reach
 */
public record ScoreOptions(
        Optional<String> input,
        Optional<String> labels,
        String weights,
        ImportOptions reading,
        int batchSize,
        OptionalInt partitions,
        KernelChoice kernel,
        Optional<String> output,
        OutputFormat format,
        boolean probabilities,
        Metrics metrics,
        Optional<String> report,
        Optional<String> runId,
        boolean overwrite,
        boolean incremental,
        OnBadRow onBadRow,
        Optional<BadRowLimit> maxBadRows,
        Optional<String> history,
        Gates gates) {
    /** The most images in one mini-batch. */
    public static final int LARGEST_BATCH = 100_000;

    private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

    /**
     * Checks what can be checked without looking at a file.
     *
     * @throws IllegalArgumentException naming the argument
     */
    public ScoreOptions {
        if (batchSize < 1 || batchSize > LARGEST_BATCH) {
            throw new IllegalArgumentException("--batch-size must be in 1.." + LARGEST_BATCH + " but was " + batchSize);
        }
        if (partitions.isPresent() && partitions.getAsInt() < 1) {
            throw new IllegalArgumentException("--partitions must be at least 1 but was " + partitions.getAsInt());
        }
        requireOutput(overwrite, "--overwrite", output);
        requireOutput(incremental, "--incremental", output);
        requireOutput(onBadRow == OnBadRow.QUARANTINE, "--on-bad-row quarantine", output);
        if (maxBadRows.isPresent() && onBadRow == OnBadRow.FAIL) {
            throw new IllegalArgumentException("--max-bad-rows must go with --on-bad-row drop or quarantine");
        }
        requireNoSecret("--input", input);
        requireNoSecret("--labels", labels);
        requireNoSecret("--weights", Optional.of(weights));
        requireNoSecret("--output", output);
        requireNoSecret("--report", report);
        requireNoSecret("--history", history);
        requireNoSecret("--baseline", gates.baseline());
        if (gates.maxLogLoss().isPresent() && metrics != Metrics.ALL) {
            throw new IllegalArgumentException("--max-log-loss must go with --metrics all");
        }
        if (runId.isPresent() && !RUN_ID.matcher(runId.get()).matches()) {
            throw new IllegalArgumentException(
                    "--run-id must be 1 to 100 letters, digits and . _ - but was '" + runId.get() + "'");
        }
    }

    private static void requireOutput(boolean asked, String argument, Optional<String> output) {
        if (asked && output.isEmpty()) {
            throw new IllegalArgumentException(argument + " must go with --output");
        }
    }

    /** A command line is seen by many: by those who list processes, and in what Spark records of itself. */
    private static void requireNoSecret(String argument, Optional<String> uri) {
        if (uri.isPresent() && Secrets.in(uri.get())) {
            throw new IllegalArgumentException(
                    argument + " must not hold a user's name and password: give them to Spark, as spark.hadoop.fs.…");
        }
    }
}
