package dev.mnistscorer.cli;

import dev.mnistscorer.input.ModelOptions;
import dev.mnistscorer.run.ComparisonOptions;
import dev.mnistscorer.run.ScoreOptions;
import dev.mnistscorer.run.ScoringRun;
import java.io.IOException;
import java.io.OutputStream;
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
        description = {"Scores images with a network; prints and writes the results.", ""},
        footer = {
            "",
            "Examples:",
            "  ./submit.sh score --input mnist --weights book",
            "  ./submit.sh score --input digits/ --output predictions --report report --min-accuracy 0.95"
        })
final class ScoreCommand extends JobCommand {
    static final String DEFAULT_WEIGHTS = "builtin";

    @Mixin
    private InputArguments images = new InputArguments();

    @Mixin
    private ClassArguments classes = new ClassArguments();

    @Mixin
    private WeightsArguments weights = new WeightsArguments();

    @Mixin
    private ChallengerArguments challenger = new ChallengerArguments();

    @Mixin
    private ReferenceArguments reference = new ReferenceArguments();

    @Mixin
    private ExecutionArguments execution = new ExecutionArguments();

    @Mixin
    private OutputArguments output = new OutputArguments();

    @Mixin
    private UnattendedArguments unattended = new UnattendedArguments();

    @Option(names = "--quiet", description = "print nothing if all is done; messages of failures only")
    private boolean quiet;

    @Option(
            names = "--json",
            description = "print one document of JSON instead of the results: run, as in run.json, and metrics")
    private boolean json;

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
                "mnist if it is available, else sample:10000:hard",
                WeightsArguments.DEFAULT,
                DEFAULT_WEIGHTS);
    }

    @Override
    void run() throws IOException {
        ScoreOptions options = options();
        if (printConfig) {
            ((ConfigFiles) spec().defaultValueProvider()).print(spec().commandLine(), out);
        } else {
            PrintStream results = quiet || json ? new PrintStream(OutputStream.nullOutputStream()) : out;
            new ScoringRun(options, results, json ? Optional.of(out) : Optional.empty(), err).run();
        }
    }

    /** The options, checked. */
    ScoreOptions options() {
        return checked(() -> new ScoreOptions(
                classes.named(images.options(Optional.empty(), Optional.of(output.kept()), execution.partitions())),
                new ModelOptions(weights.named().orElse(DEFAULT_WEIGHTS), weights.importing()),
                new ComparisonOptions(challenger.named(), reference.named()),
                execution.options(output.metrics(), output.sliceBy()),
                output.options(challenger.isDelivered(), unattended.history()),
                unattended.rows(),
                unattended.gates(challenger.gate(), reference),
                Arguments.values(spec())));
    }
}
