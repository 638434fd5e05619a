package dev.mnistscorer.cli;

import dev.mnistscorer.run.InputOptions;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Arguments that name images, for all commands. */
final class InputArguments {
    /** Name of the default of the input in descriptions. */
    static final String DEFAULT = "input.default";

    @Option(
            names = "--input",
            paramLabel = "NAME|URI",
            description = {
                "mnist (10,000 test images), mnist-train (60,000), sample or sample:N (built in), or an IDX image file, a"
                        + " directory or a glob of them, raw or gzip (default: ${input.default})"
            })
    private String input;

    @Option(
            names = "--labels",
            paramLabel = "URI",
            description = "the label file (default: found beside the images by MNIST's naming)")
    private String labels;

    /** The options of a command that splits images by size and cores. */
    InputOptions options(Optional<String> otherwise) {
        return options(otherwise, OptionalInt.empty());
    }

    /** The options, with the input of a command that has a default. */
    InputOptions options(Optional<String> otherwise, OptionalInt partitions) {
        return new InputOptions(
                Arguments.uri("--input", input).or(() -> otherwise), Arguments.uri("--labels", labels), partitions);
    }
}
