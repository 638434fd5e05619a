package dev.mnistscorer.cli;

import dev.mnistscorer.job.BadRowLimit;
import dev.mnistscorer.job.Gates;
import dev.mnistscorer.job.Metrics;
import dev.mnistscorer.job.OnBadRow;
import dev.mnistscorer.job.OutputFormat;
import dev.mnistscorer.job.ScoreOptions;
import dev.mnistscorer.job.ScoringJob;
import dev.mnistscorer.kernel.KernelChoice;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code score}: words to options. */
@Command(
        name = "score",
        description = {"Scores images with a network; prints and writes the results.", ""})
final class ScoreCommand extends JobCommand {
    @Option(
            names = "--input",
            paramLabel = "NAME|URI",
            description = {
                "mnist (10,000 test images), mnist-train (60,000), sample or sample:N (built in), or an IDX image file, a"
                        + " directory or a glob of them, raw or gzip (default: mnist if it can be had, else sample)"
            })
    private String input;

    @Option(
            names = "--labels",
            paramLabel = "URI",
            description = "the label file (default: found beside the images by MNIST's naming)")
    private String labels;

    @Option(
            names = "--weights",
            paramLabel = "NAME|URI",
            defaultValue = "builtin",
            description =
                    "builtin, book, or a network in NumPy's formats, safetensors, Keras, ONNX or Spark MLlib's, told by its"
                            + " content (default: ${DEFAULT-VALUE})")
    private String weights;

    @Mixin
    private ImportArguments imports = new ImportArguments();

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "100",
            description = "images in one mini-batch; never changes a result (default: ${DEFAULT-VALUE})")
    private int batchSize;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "tasks to split the images for; never changes a result (default: by size and cores)")
    private Integer partitions;

    @Option(
            names = "--kernel",
            paramLabel = "KERNEL",
            defaultValue = "auto",
            description = "auto, vector or scalar; never changes a result (default: ${DEFAULT-VALUE})")
    private KernelChoice kernel;

    @Option(
            names = "--output",
            paramLabel = "URI",
            description = "directory for predictions, which go to run_id=ID in it (default: not written)")
    private String output;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "parquet",
            description = "parquet, json, csv or orc (default: ${DEFAULT-VALUE})")
    private OutputFormat format;

    @Option(
            names = "--probabilities",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            paramLabel = "true|false",
            description = "write the probabilities of all classes too (default: ${DEFAULT-VALUE})")
    private boolean probabilities;

    @Option(
            names = "--metrics",
            paramLabel = "WHAT",
            defaultValue = "all",
            description = "all, or accuracy: what follows from the confusion matrix, without probabilities, faster"
                    + " (default: ${DEFAULT-VALUE})")
    private Metrics metrics;

    @Option(
            names = "--report",
            paramLabel = "URI",
            description =
                    "directory for report.html, metrics.json, per_class_metrics.csv, confusion_matrix.csv, run.json"
                            + " (default: not written)")
    private String report;

    @Option(
            names = "--run-id",
            paramLabel = "ID",
            description = "name of this run's predictions (default: made of the time)")
    private String runId;

    @Option(
            names = "--overwrite",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            paramLabel = "true|false",
            description = "replace a published run of that name (default: ${DEFAULT-VALUE})")
    private boolean overwrite;

    @Option(
            names = "--incremental",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            paramLabel = "true|false",
            description = "score only files that no published run in --output has scored (default: ${DEFAULT-VALUE})")
    private boolean incremental;

    @Option(
            names = "--on-bad-row",
            paramLabel = "POLICY",
            defaultValue = "fail",
            description =
                    "fail, drop or quarantine rows whose label is none of the network's classes, or whose image is"
                            + " missing or of another size (default: ${DEFAULT-VALUE})")
    private OnBadRow onBadRow;

    @Option(
            names = "--max-bad-rows",
            paramLabel = "N|N%",
            description = "publish nothing, and end with status 2, if more rows are dropped or quarantined"
                    + " (default: no limit)")
    private String maxBadRows;

    @Option(
            names = "--history",
            paramLabel = "URI",
            description = "directory to which each run adds a line of JSON (default: none)")
    private String history;

    @Option(
            names = "--min-accuracy",
            paramLabel = "SHARE",
            description = "publish nothing, and end with status 4, below this accuracy (default: no gate)")
    private Double minAccuracy;

    @Option(
            names = "--min-recall",
            paramLabel = "SHARE",
            description = "the same for the recall of each class (default: no gate)")
    private Double minRecall;

    @Option(
            names = "--max-log-loss",
            paramLabel = "LOSS",
            description = "the same above this log-loss (default: no gate)")
    private Double maxLogLoss;

    @Option(
            names = "--max-drop",
            paramLabel = "SHARE",
            description = "the same if accuracy is by more than this below that of --baseline (default: no gate)")
    private Double maxDrop;

    @Option(names = "--baseline", paramLabel = "URI", description = "the metrics.json of another run (default: none)")
    private String baseline;

    @Option(
            names = ConfigFiles.CONFIG,
            paramLabel = "FILE",
            description =
                    "properties file of arguments; the command line goes before it, conf/scoring.properties after")
    private Path config;

    @Option(names = "--print-config", description = "show each value and where it came from, and end")
    private boolean printConfig;

    ScoreCommand(PrintStream out, PrintStream err) {
        super(out, err);
    }

    @Override
    void run() throws IOException {
        ScoreOptions options = options();
        if (printConfig) {
            ((ConfigFiles) spec().defaultValueProvider()).print(spec().commandLine(), out);
        } else {
            new ScoringJob(options, out, err).run();
        }
    }

    /** The options, checked. */
    ScoreOptions options() {
        return checked(() -> new ScoreOptions(
                Optional.ofNullable(input),
                Optional.ofNullable(labels),
                weights,
                imports.options(),
                batchSize,
                partitions == null ? OptionalInt.empty() : OptionalInt.of(partitions),
                kernel,
                Optional.ofNullable(output),
                format,
                probabilities,
                metrics,
                Optional.ofNullable(report),
                Optional.ofNullable(runId),
                overwrite,
                incremental,
                onBadRow,
                Optional.ofNullable(maxBadRows).map(BadRowLimit::parse),
                Optional.ofNullable(history),
                new Gates(
                        ImportArguments.optional(minAccuracy),
                        ImportArguments.optional(minRecall),
                        ImportArguments.optional(maxLogLoss),
                        ImportArguments.optional(maxDrop),
                        Optional.ofNullable(baseline))));
    }
}
