package dev.mnistscorer.weights;

import dev.mnistscorer.network.Activation;
import dev.mnistscorer.weights.content.BiasColumn;
import dev.mnistscorer.weights.content.Layout;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** Property that a weights file may leave open, with the values that are usual in the field. */
enum OpenProperty {
    /** Activation of the layers before the last. */
    HIDDEN_ACTIVATION("the hidden activation", "--activation=sigmoid|relu|tanh|gelu|leaky_relu:0.01|elu") {
        @Override
        List<ImportOptions> candidates(ImportOptions options) {
            return List.of(
                            Activation.SIGMOID,
                            Activation.RELU,
                            Activation.TANH,
                            Activation.GELU,
                            new Activation.LeakyRelu(0.01f),
                            new Activation.Elu(1, 1))
                    .stream()
                    .map(options::withActivation)
                    .toList();
        }
    },
    /** Numbers that the network was trained on for pixels in 0..255. */
    PIXEL_RANGE(
            "the pixel range",
            "--scale=1/255 (pixels in 0..1), --scale=1 (0..255), or --mean and --std (of pixels in 0..1)") {
        @Override
        List<ImportOptions> candidates(ImportOptions options) {
            return List.of(
                    options.withPixels(1 / WHITE, OptionalDouble.empty(), OptionalDouble.empty()),
                    options.withPixels(1, OptionalDouble.empty(), OptionalDouble.empty()),
                    options.withPixels(1 / WHITE, OptionalDouble.of(0.1307), OptionalDouble.of(0.3081)),
                    options.withPixels(1 / WHITE, OptionalDouble.of(0.5), OptionalDouble.of(0.5)),
                    options.withPixels(0.99 / WHITE, OptionalDouble.of(-0.01), OptionalDouble.empty()));
        }
    },
    /** Order of the dimensions of the weights. */
    LAYOUT("the layout", "--layout=in-out|out-in") {
        @Override
        List<ImportOptions> candidates(ImportOptions options) {
            return Arrays.stream(Layout.values()).map(options::withLayout).toList();
        }
    },
    /** Place of the biases in weights that hold them. */
    BIAS_COLUMN("the bias column", "--bias-column=first|last") {
        @Override
        List<ImportOptions> candidates(ImportOptions options) {
            return Arrays.stream(BiasColumn.values())
                    .map(options::withBiasColumn)
                    .toList();
        }
    };

    private static final double WHITE = 255;

    private final String label;
    private final String arguments;

    OpenProperty(String label, String arguments) {
        this.label = label;
        this.arguments = arguments;
    }

    /** Name of the property in messages. */
    String label() {
        return label;
    }

    /** Arguments that state the property, for messages. */
    String arguments() {
        return arguments;
    }

    /** Returns the options with each of the usual values. */
    abstract List<ImportOptions> candidates(ImportOptions options);

    /** Returns the options with each combination of the usual values of several properties. */
    static List<ImportOptions> candidates(List<OpenProperty> open, ImportOptions options) {
        List<ImportOptions> all = List.of(options);
        for (OpenProperty property : open) {
            all = all.stream()
                    .flatMap(each -> property.candidates(each).stream())
                    .toList();
        }
        return all;
    }

    /** Refusal of a file that leaves properties open which the user does not state. */
    static final class Unstated extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private final transient List<OpenProperty> open;

        /**
         * Names the properties.
         *
         * @param where what has the last of them: {@code  of W1 [20, 20]}
         */
        Unstated(List<OpenProperty> open, String where) {
            super("the file does not state "
                    + String.join(
                            " and ", open.stream().map(OpenProperty::label).toList())
                    + where + ": add "
                    + String.join(
                            " and ", open.stream().map(OpenProperty::arguments).toList()));
            this.open = List.copyOf(open);
        }

        /** Properties that are open, at least one. */
        List<OpenProperty> open() {
            return open;
        }
    }
}
