package dev.mnistscorer.cli;

import dev.mnistscorer.verify.VerifyOptions;
import dev.mnistscorer.verify.VerifyRun;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Command {@code verify}. */
@Command(
        name = "verify",
        description = {"Compares a network's probabilities with those that another tool computed.", ""},
        footer = {
            "",
            "Example:",
            "  ./submit.sh verify --weights model.keras --input mnist --expected probabilities.npy"
        })
final class VerifyCommand extends JobCommand {
    private static final String DEFAULT_INPUT = "mnist";

    @Mixin
    private InputArguments images = new InputArguments();

    @Mixin
    private WeightsArguments weights = new WeightsArguments();

    @Option(
            names = "--expected",
            paramLabel = "URI",
            required = true,
            description =
                    "expected probabilities, a row for each image in the order of files and positions: .npy of float32"
                            + " or float64, or text with a line for each image (CSV)")
    private String expected;

    @Option(
            names = "--tolerance",
            paramLabel = "NUMBER",
            defaultValue = "1e-5",
            description = "end with status 4 if a probability differs by more (default: ${DEFAULT-VALUE})")
    private double tolerance;

    @Option(names = "--json", description = "print the result as one document of JSON")
    private boolean json;

    VerifyCommand(PrintStream out, PrintStream err) {
        super(out, err);
    }

    @Override
    Map<String, String> defaults() {
        return Map.of(InputArguments.DEFAULT, DEFAULT_INPUT, WeightsArguments.DEFAULT, ScoreCommand.DEFAULT_WEIGHTS);
    }

    @Override
    void run() throws IOException {
        new VerifyRun(options(), out, err).run();
    }

    private VerifyOptions options() {
        return checked(() -> new VerifyOptions(
                images.options(Optional.of(DEFAULT_INPUT)),
                weights.named().orElse(ScoreCommand.DEFAULT_WEIGHTS),
                weights.importing(),
                Arguments.uri("--expected", expected).orElseThrow(),
                tolerance,
                json));
    }
}
