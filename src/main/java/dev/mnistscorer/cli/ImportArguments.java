package dev.mnistscorer.cli;

import dev.mnistscorer.network.Activation;
import dev.mnistscorer.weights.ImportOptions;
import dev.mnistscorer.weights.content.Layout;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The arguments that say of a file of weights what it does not. */
final class ImportArguments {
    @Option(
            names = "--activation",
            paramLabel = "NAME",
            converter = Activations.class,
            description = {
                "of the layers before the last, if the weights do not tell: " + Activation.NAMES + " (default: sigmoid)"
            })
    private Activation activation;

    @Option(
            names = "--output-activation",
            paramLabel = "NAME",
            converter = Activations.class,
            description = "of the last layer, if the weights do not tell or end in plain scores (default: softmax)")
    private Activation outputActivation;

    @Option(
            names = "--scale",
            paramLabel = "NUMBER",
            converter = Fraction.class,
            description = "what a pixel in 0..255 is multiplied by, if the weights do not tell (default: 1/255)")
    private Double scale;

    @Option(
            names = "--mean",
            paramLabel = "NUMBER",
            converter = Fraction.class,
            description = "what is subtracted after that, if the weights do not tell (default: 0)")
    private Double mean;

    @Option(
            names = "--std",
            paramLabel = "NUMBER",
            converter = Fraction.class,
            description = "what the difference is divided by, if the weights do not tell (default: 1)")
    private Double std;

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            converter = Layouts.class,
            description =
                    "of weights whose shapes do not tell: in-out or out-in (default: told by the chain of shapes)")
    private Layout layout;

    ImportOptions options() {
        return new ImportOptions(
                Optional.ofNullable(activation),
                Optional.ofNullable(outputActivation),
                Arguments.optional(scale),
                Arguments.optional(mean),
                Arguments.optional(std),
                Optional.ofNullable(layout));
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
            return Arrays.stream(Layout.values())
                    .filter(layout -> layout.toString().equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("must be in-out or out-in but was " + value));
        }
    }
}
