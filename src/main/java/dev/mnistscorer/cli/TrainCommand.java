package dev.mnistscorer.cli;

import dev.mnistscorer.train.TrainOptions;
import dev.mnistscorer.train.TrainingRun;
import dev.mnistscorer.train.WeightsTarget;
import dev.mnistscorer.training.Trainer;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Command {@code train}. */
@Command(
        name = "train",
        description = {"Trains a network with Spark MLlib and writes its weights.", ""},
        footer = {
            "",
            "Examples:",
            "  ./submit.sh train --output network.safetensors",
            "  ./submit.sh train --input digits/ --layers 784,64,10 --output network.npz"
        })
final class TrainCommand extends JobCommand {
    private static final String DEFAULT_INPUT = "mnist-train";

    @Mixin
    private InputArguments images = new InputArguments();

    @Option(
            names = "--test-input",
            paramLabel = "NAME|URI",
            description = "images to evaluate the network on afterwards (default: none)")
    private String testInput;

    @Option(
            names = "--layers",
            paramLabel = "N",
            split = ",",
            defaultValue = "784,128,10",
            description = "units of each layer, pixels first and classes last (default: ${DEFAULT-VALUE})")
    private List<Integer> layers;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "300",
            description = "iterations of L-BFGS (default: ${DEFAULT-VALUE})")
    private int iterations;

    @Option(
            names = "--augmented-copies",
            paramLabel = "N",
            defaultValue = "0",
            description = "data augmentation: copies of each image, turned and moved by a little, to train on as well"
                    + " (default: ${DEFAULT-VALUE})")
    private int augmentedCopies;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "the same seed gives the same weights (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--output",
            paramLabel = "URI",
            required = true,
            description = "the file of weights, named *.safetensors or *.npz (NumPy), which decides on its format")
    private String output;

    @Option(
            names = "--checkpoint",
            paramLabel = "URI",
            description = "a file for the weights so far, written after every " + Trainer.ROUND
                    + " iterations and named as --output; an interrupted training leaves it (default: none)")
    private String checkpoint;

    TrainCommand(PrintStream out, PrintStream err) {
        super(out, err);
    }

    @Override
    Map<String, String> defaults() {
        return Map.of(InputArguments.DEFAULT, DEFAULT_INPUT);
    }

    @Override
    void run() throws IOException {
        new TrainingRun(options(), out, err).run();
    }

    private TrainOptions options() {
        return checked(() -> new TrainOptions(
                images.options(Optional.of(DEFAULT_INPUT)),
                Arguments.uri("--test-input", testInput),
                layers,
                iterations,
                augmentedCopies,
                seed,
                target("--output", output).orElseThrow(),
                target("--checkpoint", checkpoint)));
    }

    private static Optional<WeightsTarget> target(String argument, String uri) {
        return Arguments.uri(argument, uri).map(file -> WeightsTarget.of(argument, file));
    }
}
