package dev.mnistscorer.cli;

import dev.mnistscorer.kernel.KernelChoice;
import dev.mnistscorer.run.ExecutionOptions;
import dev.mnistscorer.table.MetricsLevel;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Arguments of execution, none of which changes a result. */
final class ExecutionArguments {
    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "100",
            description = "images in one mini-batch; never changes a result (default: ${DEFAULT-VALUE})")
    private int batchSize;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "tasks that the images are split for; never changes a result (default: by size and cores)")
    private Integer partitions;

    @Option(
            names = "--kernel",
            paramLabel = "KERNEL",
            defaultValue = "auto",
            description = "auto, vector or scalar; never changes a result (default: ${DEFAULT-VALUE})")
    private KernelChoice kernel;

    OptionalInt partitions() {
        return Arguments.optional(partitions);
    }

    ExecutionOptions options(MetricsLevel metrics, List<String> sliceBy) {
        return new ExecutionOptions(batchSize, kernel, metrics, sliceBy);
    }
}
