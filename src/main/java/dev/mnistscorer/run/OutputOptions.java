package dev.mnistscorer.run;

import dev.mnistscorer.publish.DeliveryOptions;
import dev.mnistscorer.spark.OutputFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Output of a scoring run.
 *
 * @param output URI of the directory of predictions; empty: they are not written
 * @param delivery form of the predictions
 * @param report URI of the directory for metrics; empty: they are not written
 * @param history URI of the directory of the table of runs; empty: none
 * @param runId ID of the run; empty: made of the time
 */
public record OutputOptions(
        Optional<String> output,
        DeliveryOptions delivery,
        Optional<String> report,
        Optional<String> history,
        Optional<String> runId) {
    private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

    /**
     * Checks that the options fit together.
     *
     * @throws IllegalArgumentException naming the argument
     */
    public OutputOptions {
        requireOutput(delivery.overwrite(), "--overwrite", output);
        requireOutput(delivery.incremental(), "--incremental", output);
        requireOutput(delivery.stamp(), "--stamp", output);
        requireOutput(delivery.table().isPresent(), "--output-table", output);
        if (delivery.table().isPresent() && delivery.format() != OutputFormat.PARQUET) {
            throw new IllegalArgumentException("--format must be parquet with --output-table");
        }
        if (runId.isPresent() && !RUN_ID.matcher(runId.get()).matches()) {
            throw new IllegalArgumentException(
                    "--run-id must be 1 to 100 letters, digits and . _ - but was '" + runId.get() + "'");
        }
    }

    static void requireOutput(boolean asked, String argument, Optional<String> output) {
        if (asked && output.isEmpty()) {
            throw new IllegalArgumentException(argument + " must go with --output");
        }
    }
}
