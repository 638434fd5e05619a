package dev.mnistscorer.cli;

import dev.mnistscorer.publish.InvalidRowLimit;
import dev.mnistscorer.run.ChallengerGate;
import dev.mnistscorer.run.Gates;
import dev.mnistscorer.run.InvalidRowOptions;
import dev.mnistscorer.table.InvalidRowPolicy;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Arguments of unattended runs: invalid rows, history, quality gates. */
final class UnattendedArguments {
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

    InvalidRowOptions rows() {
        return new InvalidRowOptions(onBadRow, Optional.ofNullable(maxBadRows).map(InvalidRowLimit::parse));
    }

    Optional<String> history() {
        return Arguments.uri("--history", history);
    }

    Gates gates(Optional<ChallengerGate> challenger, ReferenceArguments reference) {
        return new Gates(
                Arguments.optional(minAccuracy),
                Arguments.optional(minRecall),
                Arguments.optional(maxLogLoss),
                Arguments.optional(maxDrop),
                Arguments.uri("--baseline", baseline),
                challenger,
                reference.maxDrift(),
                reference.minExpectedAccuracy());
    }
}
