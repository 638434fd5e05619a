package dev.mnistscorer.weights;

import dev.mnistscorer.network.Activation;
import dev.mnistscorer.weights.content.BiasColumn;
import dev.mnistscorer.weights.content.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Properties of a network that the user supplies because the weights file does not state them. Empty ones are left to the
 * file.
 *
 * @param activation activation of the hidden layers
 * @param outputActivation activation of the last layer
 * @param scale factor applied to a pixel in 0..255
 * @param mean number subtracted from the scaled pixel
 * @param std number that divides the difference
 * @param layout layout of the weight matrices
 * @param biasColumn place of the biases in the weight matrices, if they are there
 */
public record ImportOptions(
        Optional<Activation> activation,
        Optional<Activation> outputActivation,
        OptionalDouble scale,
        OptionalDouble mean,
        OptionalDouble std,
        Optional<Layout> layout,
        Optional<BiasColumn> biasColumn) {
    /** No property supplied. */
    public static final ImportOptions AS_STORED = new ImportOptions(
            Optional.empty(),
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.empty());

    /** Returns the same options without the activation of the last layer. */
    ImportOptions withoutOutputActivation() {
        return new ImportOptions(activation, Optional.empty(), scale, mean, std, layout, biasColumn);
    }

    ImportOptions withActivation(Activation hidden) {
        return new ImportOptions(Optional.of(hidden), outputActivation, scale, mean, std, layout, biasColumn);
    }

    ImportOptions withPixels(double factor, OptionalDouble subtracted, OptionalDouble divisor) {
        return new ImportOptions(
                activation, outputActivation, OptionalDouble.of(factor), subtracted, divisor, layout, biasColumn);
    }

    ImportOptions withLayout(Layout order) {
        return new ImportOptions(activation, outputActivation, scale, mean, std, Optional.of(order), biasColumn);
    }

    ImportOptions withBiasColumn(BiasColumn place) {
        return new ImportOptions(activation, outputActivation, scale, mean, std, layout, Optional.of(place));
    }

    /** Returns these options with the empty ones taken from others; the scaling of pixels is one option. */
    ImportOptions or(ImportOptions others) {
        ImportOptions pixels = scales() ? this : others;
        return new ImportOptions(
                activation.or(others::activation),
                outputActivation.or(others::outputActivation),
                pixels.scale,
                pixels.mean,
                pixels.std,
                layout.or(others::layout),
                biasColumn.or(others::biasColumn));
    }

    /** Returns the arguments of the command line that state the options: {@code --activation=relu --scale=1/255}. */
    public String arguments() {
        List<String> arguments = new ArrayList<>();
        activation.ifPresent(each -> arguments.add("--activation=" + each));
        outputActivation.ifPresent(each -> arguments.add("--output-activation=" + each));
        scale.ifPresent(each -> arguments.add("--scale=" + fraction(each)));
        mean.ifPresent(each -> arguments.add("--mean=" + each));
        std.ifPresent(each -> arguments.add("--std=" + each));
        layout.ifPresent(each -> arguments.add("--layout=" + each));
        biasColumn.ifPresent(each -> arguments.add("--bias-column=" + each));
        return String.join(" ", arguments);
    }

    private static String fraction(double factor) {
        for (String numerator : List.of("1", "0.99")) {
            if (factor == Double.parseDouble(numerator) / 255) {
                return numerator + "/255";
            }
        }
        return factor == 1 ? "1" : Double.toString(factor);
    }

    /** Returns true if the options state how pixels are scaled. */
    boolean scales() {
        return scale.isPresent() || mean.isPresent() || std.isPresent();
    }
}
