package dev.mnistscorer.cli;

import dev.mnistscorer.publish.DeliveryOptions;
import dev.mnistscorer.publish.OutputTable;
import dev.mnistscorer.run.OutputOptions;
import dev.mnistscorer.spark.OutputFormat;
import dev.mnistscorer.table.MetricsLevel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Arguments of a run's output. */
final class OutputArguments {
    @Option(
            names = "--output",
            paramLabel = "URI",
            description = "directory for predictions, which go to run_id=ID in it (default: not written)")
    private String output;

    @Option(
            names = "--output-table",
            paramLabel = "TABLE",
            description =
                    "table of Spark's catalog for predictions, partitioned by run_id; the directory of --output then"
                            + " holds their manifests and what is not published (default: none)")
    private String table;

    @Option(
            names = "--create-table",
            arity = "0..1",
            fallbackValue = OutputTable.DEFAULT_FORMAT,
            paramLabel = "FORMAT",
            description = "make that table if there is none: iceberg, delta, or 'default', the format of its catalog"
                    + " (default: not made)")
    private String createTable;

    @Option(
            names = "--stamp",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            paramLabel = "true|false",
            description =
                    "add run_id, weights_sha256 and scored_at to each row of the predictions (default: ${DEFAULT-VALUE})")
    private boolean stamp;

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
            names = "--keep",
            paramLabel = "NAMES",
            defaultValue = "all",
            description =
                    "columns of a table that go to the predictions: all, none, or names (default: ${DEFAULT-VALUE})")
    private String kept;

    @Option(
            names = "--metrics",
            paramLabel = "WHAT",
            defaultValue = "all",
            description = "all, or accuracy: metrics of the confusion matrix only, without probabilities, faster"
                    + " (default: ${DEFAULT-VALUE})")
    private MetricsLevel metrics;

    @Option(
            names = "--slice-by",
            paramLabel = "NAMES",
            description = "kept columns of a table by whose values the page shows the accuracy (default: none)")
    private String sliceBy;

    @Option(
            names = "--report",
            paramLabel = "URI",
            description =
                    "directory for report.html, metrics.json, profile.json, per_class_metrics.csv, confusion_matrix.csv,"
                            + " run.json"
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

    String kept() {
        return kept;
    }

    MetricsLevel metrics() {
        return metrics;
    }

    List<String> sliceBy() {
        return sliceBy == null
                ? List.of()
                : Arrays.stream(sliceBy.split(",")).map(String::strip).toList();
    }

    /** A name that a browser's page has is not meant as a directory. */
    private static String directory(String report) {
        if (report.toLowerCase(Locale.ROOT).matches(".*\\.html?/?")) {
            throw new IllegalArgumentException(
                    "--report must be a directory, in which report.html is written, but was " + report);
        }
        return report;
    }

    private Optional<OutputTable> table() {
        if (table == null && createTable != null) {
            throw new IllegalArgumentException("--create-table must go with --output-table");
        }
        return Optional.ofNullable(table).map(name -> new OutputTable(name, Optional.ofNullable(createTable)));
    }

    OutputOptions options(boolean challenger, Optional<String> history) {
        return new OutputOptions(
                Arguments.uri("--output", output),
                new DeliveryOptions(format, probabilities, challenger, overwrite, incremental, stamp, table()),
                Arguments.uri("--report", report).map(OutputArguments::directory),
                history,
                Optional.ofNullable(runId));
    }
}
