package dev.mnistscorer.cli;

import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** Arguments of the comparison with other images. */
final class ReferenceArguments {
    @Option(
            names = "--reference",
            paramLabel = "URI",
            description =
                    "profile.json of a report of other images by the same network, or the directory of that report; of a glob"
                            + " the sum (default: none)")
    private String reference;

    @Option(
            names = "--max-drift",
            paramLabel = "PSI",
            description =
                    "publish nothing, and end with status 4, if the population stability index from --reference, the larger"
                            + " of those of predictions and of confidence, is above this (default: no gate)")
    private Double maxDrift;

    @Option(
            names = "--min-expected-accuracy",
            paramLabel = "FRACTION",
            description =
                    "the same if the accuracy that the confidences let expect, calibrated by --reference, is below this"
                            + " (default: no gate)")
    private Double minExpectedAccuracy;

    Optional<String> named() {
        return Arguments.uri("--reference", reference);
    }

    OptionalDouble maxDrift() {
        return Arguments.optional(maxDrift);
    }

    OptionalDouble minExpectedAccuracy() {
        return Arguments.optional(minExpectedAccuracy);
    }
}
