package dev.mnistscorer.cli;

import dev.mnistscorer.job.TrainOptions;
import dev.mnistscorer.job.TrainingJob;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code train}: words to options. */
@Command(
        name = "train",
        description = {"Trains a network with Spark MLlib and writes its weights.", ""})
final class TrainCommand extends JobCommand {
    private static final String NPZ_ENDING = ".npz";

    @Option(
            names = "--input",
            paramLabel = "NAME|URI",
            defaultValue = "mnist-train",
            description = "labelled images, as for score (default: ${DEFAULT-VALUE})")
    private String input;

    @Option(
            names = "--labels",
            paramLabel = "URI",
            description = "the label file (default: found beside the images by MNIST's naming)")
    private String labels;

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
            names = "--variations",
            paramLabel = "N",
            defaultValue = "0",
            description = "copies of each image, turned and moved by a little, to train on as well"
                    + " (default: ${DEFAULT-VALUE})")
    private int variations;

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
            description = "the file of weights: NumPy's npz if it is named *.npz, else safetensors")
    private String output;

    TrainCommand(PrintStream out, PrintStream err) {
        super(out, err);
    }

    @Override
    void run() throws IOException {
        new TrainingJob(options(), out, err).run();
    }

    private TrainOptions options() {
        return checked(() -> new TrainOptions(
                input,
                Optional.ofNullable(labels),
                Optional.ofNullable(testInput),
                layers,
                iterations,
                variations,
                seed,
                output,
                output.endsWith(NPZ_ENDING) ? TrainOptions.Format.NPZ : TrainOptions.Format.SAFETENSORS));
    }
}
