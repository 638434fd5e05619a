package dev.mnistscorer.cli;

import dev.mnistscorer.weights.ImportOptions;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Arguments that name a network, for all commands. */
final class WeightsArguments {
    /** Name of the default of the weights in descriptions. */
    static final String DEFAULT = "weights.default";

    @Option(
            names = "--weights",
            paramLabel = "NAME|URI",
            description =
                    "builtin, book, or a network in NumPy's formats, safetensors, PyTorch, Keras, ONNX, Nielsen's JSON or"
                            + " Spark MLlib's, recognized by its content (default: ${weights.default})")
    private String weights;

    @Mixin
    private ImportArguments importing = new ImportArguments();

    /** The weights that are named. */
    Optional<String> named() {
        return Arguments.uri("--weights", weights);
    }

    /** Statements about the weights file. */
    ImportOptions importing() {
        return importing.options();
    }
}
