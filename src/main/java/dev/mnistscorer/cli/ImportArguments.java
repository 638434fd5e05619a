package dev.mnistscorer.cli;

import dev.mnistscorer.network.Activation;
import dev.mnistscorer.weights.ImportOptions;
import dev.mnistscorer.weights.content.BiasColumn;
import dev.mnistscorer.weights.content.Layout;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
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
            try {
                return Activation.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** A number, or one over another: 1/255. */
    static final class Fraction implements ITypeConverter<Double> {
        @Override
        public Double convert(String value) {
            String[] parts = value.split("/", 2);
            try {
                double number = Double.parseDouble(parts[0].strip());
                return parts.length == 1 ? number : number / Double.parseDouble(parts[1].strip());
            } catch (NumberFormatException e) {
                throw new TypeConversionException("a number must be like 0.5 or 1/255 but was " + value);
            }
        }
    }

    /** The text form of a layout. */
    static final class Layouts implements ITypeConverter<Layout> {
        @Override
        public Layout convert(String value) {
            return constant(Layout.values(), value);
        }
    }

    /** The text form of the place of biases. */
    static final class BiasColumns implements ITypeConverter<BiasColumn> {
        @Override
        public BiasColumn convert(String value) {
            return constant(BiasColumn.values(), value);
        }
    }

    static <T> T constant(T[] values, String text) {
        return Arrays.stream(values)
                .filter(each -> each.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("must be "
                        + Arrays.stream(values).map(Object::toString).collect(Collectors.joining(" or ")) + " but was "
                        + text));
    }
}
