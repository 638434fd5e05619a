package dev.mnistscorer.cli;

import dev.mnistscorer.kernel.KernelChoice;
import dev.mnistscorer.publish.DeliveryOptions;
import dev.mnistscorer.publish.InvalidRowLimit;
import dev.mnistscorer.run.ExecutionOptions;
import dev.mnistscorer.run.Gates;
import dev.mnistscorer.run.InvalidRowOptions;
import dev.mnistscorer.run.ModelOptions;
import dev.mnistscorer.run.OutputOptions;
import dev.mnistscorer.run.ScoreOptions;
import dev.mnistscorer.run.ScoringRun;
import dev.mnistscorer.spark.OutputFormat;
import dev.mnistscorer.table.InvalidRowPolicy;
import dev.mnistscorer.table.MetricsLevel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Command {@code score}. */
@Command(
        name = "score",
        description = {"Scores images with a network; prints and writes the results.", ""})
final class ScoreCommand extends JobCommand {
    static final String DEFAULT_WEIGHTS = "builtin";

    @Mixin
    private InputArguments images = new InputArguments();

    @Mixin
    private WeightsArguments weights = new WeightsArguments();

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
            description = "all, or accuracy: metrics of the confusion matrix only, without probabilities, faster"
                    + " (default: ${DEFAULT-VALUE})")
    private MetricsLevel metrics;

    @Option(
            names = "--report",
            paramLabel = "URI",
            description =
                    "directory for report.html, metrics.json, per_class_metrics.csv, confusion_matrix.csv, run.json"
                            + " (default: not written)")
    private String report;

    @Option(names = "--run-id", paramLabel = "ID", description = "ID of this run (default: made of the time)")
    private String runId;

    @Option(
            names = "--overwrite",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            paramLabel = "true|false",
            description = "replace a published run of that ID (default: ${DEFAULT-VALUE})")
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
                    "fail, drop or quarantine invalid rows: those whose label is none of the network's classes, or whose image"
                            + " is missing or of another size (default: ${DEFAULT-VALUE})")
    private InvalidRowPolicy onBadRow;

    @Option(
            names = "--max-bad-rows",
            paramLabel = "N|N%",
            description = "publish nothing, and end with status 2, if more invalid rows are dropped or quarantined"
                    + " (default: no limit)")
    private String maxBadRows;

    @Option(
            names = "--history",
            paramLabel = "URI",
            description = "directory to which each run adds a line of JSON (default: none)")
    private String history;

    @Option(
            names = "--min-accuracy",
            paramLabel = "FRACTION",
            description = "publish nothing, and end with status 4, below this accuracy (default: no gate)")
    private Double minAccuracy;

    @Option(
            names = "--min-recall",
            paramLabel = "FRACTION",
            description = "the same for the recall of each class (default: no gate)")
    private Double minRecall;

    @Option(
            names = "--max-log-loss",
            paramLabel = "LOSS",
            description = "the same above this log-loss (default: no gate)")
    private Double maxLogLoss;

    @Option(
            names = "--max-drop",
            paramLabel = "FRACTION",
            description = "the same if accuracy is by more than this below that of --baseline (default: no gate)")
    private Double maxDrop;

    @Option(names = "--baseline", paramLabel = "URI", description = "the metrics.json of another run (default: none)")
    private String baseline;

    @Option(
            names = ConfigFiles.CONFIG,
            paramLabel = "FILE",
            description =
                    "properties file of arguments; the command line overrides it, and it overrides conf/scoring.properties")
    private Path config;

    @Option(names = "--print-config", description = "show each value and its origin, and end")
    private boolean printConfig;

    ScoreCommand(PrintStream out, PrintStream err) {
        super(out, err);
    }

    @Override
    Map<String, String> defaults() {
        return Map.of(
                InputArguments.DEFAULT,
                "mnist if it is available, else sample",
                WeightsArguments.DEFAULT,
                DEFAULT_WEIGHTS);
    }

    @Override
    void run() throws IOException {
        ScoreOptions options = options();
        if (printConfig) {
            ((ConfigFiles) spec().defaultValueProvider()).print(spec().commandLine(), out);
        } else {
            new ScoringRun(options, out, err).run();
        }
    }

    /** The options, checked. */
    ScoreOptions options() {
        return checked(() -> new ScoreOptions(
                images.options(Optional.empty(), Arguments.optional(partitions)),
                new ModelOptions(weights.named().orElse(DEFAULT_WEIGHTS), weights.importing()),
                new ExecutionOptions(batchSize, kernel, metrics),
                new OutputOptions(
                        Arguments.withoutSecrets("--output", output),
                        new DeliveryOptions(format, probabilities, overwrite),
                        incremental,
                        Arguments.withoutSecrets("--report", report),
                        Arguments.withoutSecrets("--history", history),
                        Optional.ofNullable(runId)),
                new InvalidRowOptions(onBadRow, Optional.ofNullable(maxBadRows).map(InvalidRowLimit::parse)),
                new Gates(
                        Arguments.optional(minAccuracy),
                        Arguments.optional(minRecall),
                        Arguments.optional(maxLogLoss),
                        Arguments.optional(maxDrop),
                        Arguments.withoutSecrets("--baseline", baseline)),
                Arguments.values(spec())));
    }
}
