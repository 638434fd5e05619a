package dev.mnistscorer.cli;

import dev.mnistscorer.network.Activation;
import dev.mnistscorer.weights.ImportOptions;
import dev.mnistscorer.weights.ImportProperties;
import dev.mnistscorer.weights.content.BiasColumn;
import dev.mnistscorer.weights.content.Layout;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Arguments that state properties of a network that its weights file does not. */
final class ImportArguments {
    @Option(
            names = "--activation",
            paramLabel = "NAME",
            converter = Activations.class,
            description = {
                "activation of the hidden layers, required if the weights do not state it: " + Activation.NAMES
            })
    private Activation activation;

    @Option(
            names = "--output-activation",
            paramLabel = "NAME",
            converter = Activations.class,
            description =
                    "activation of the last layer, if the weights do not state it or end in logits (default: softmax, which"
                            + " changes no prediction)")
    private Activation outputActivation;

    @Option(
            names = "--scale",
            paramLabel = "NUMBER",
            converter = Fraction.class,
            description =
                    "factor of a pixel in 0..255; required unless the weights state the scaling, or --mean or --std is given"
                            + " (then 1/255)")
    private Double scale;

    @Option(
            names = "--mean",
            paramLabel = "NUMBER",
            converter = Fraction.class,
            description = "number subtracted after that (default: 0)")
    private Double mean;

    @Option(
            names = "--std",
            paramLabel = "NUMBER",
            converter = Fraction.class,
            description = "divisor of the difference (default: 1)")
    private Double std;

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            converter = Layouts.class,
            description =
                    "order of the dimensions of the weights, in-out or out-in, required if their shapes are ambiguous")
    private Layout layout;

    @Option(
            names = "--bias-column",
            paramLabel = "PLACE",
            converter = BiasColumns.class,
            description =
                    "place of the biases, first or last, in weights that hold them: a column of [out, 1 + in], or a row of"
                            + " [1 + in, out]")
    private BiasColumn biasColumn;

    ImportOptions options() {
        return new ImportOptions(
                Optional.ofNullable(activation),
                Optional.ofNullable(outputActivation),
                Arguments.optional(scale),
                Arguments.optional(mean),
                Arguments.optional(std),
                Optional.ofNullable(layout),
                Optional.ofNullable(biasColumn));
    }

    /** The text form of an activation. */
    static final class Activations implements ITypeConverter<Activation> {
        @Override
        public Activation convert(String value) {
            return converted(Activation::parse, value);
        }
    }

    /** A number, or one over another: 1/255. */
    static final class Fraction implements ITypeConverter<Double> {
        @Override
        public Double convert(String value) {
            return converted(ImportProperties::fraction, value);
        }
    }

    /** The text form of a layout. */
    static final class Layouts implements ITypeConverter<Layout> {
        @Override
        public Layout convert(String value) {
            return converted(Layout::parse, value);
        }
    }

    /** The text form of the place of biases. */
    static final class BiasColumns implements ITypeConverter<BiasColumn> {
        @Override
        public BiasColumn convert(String value) {
            return converted(BiasColumn::parse, value);
        }
    }

    /** A value from its text form; what is wrong with it ends the command line. */
    static <T> T converted(Function<String, T> parse, String text) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
