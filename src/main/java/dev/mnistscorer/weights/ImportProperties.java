package dev.mnistscorer.weights;

import dev.mnistscorer.error.Suggestion;
import dev.mnistscorer.network.Activation;
import dev.mnistscorer.weights.content.BiasColumn;
import dev.mnistscorer.weights.content.Layout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Import options as texts, by the names of the arguments of the command line without their dashes. */
public final class ImportProperties {
    private static final String ACTIVATION = "activation";
    private static final String OUTPUT_ACTIVATION = "output-activation";
    private static final String SCALE = "scale";
    private static final String MEAN = "mean";
    private static final String STD = "std";
    private static final String LAYOUT = "layout";
    private static final String BIAS_COLUMN = "bias-column";
    private static final List<String> NAMES =
            List.of(ACTIVATION, OUTPUT_ACTIVATION, SCALE, MEAN, STD, LAYOUT, BIAS_COLUMN);

    private ImportProperties() {}

    /**
     * Parses options.
     *
     * @throws IllegalArgumentException if a name is not one of an option, or a value none that it may have
     */
    public static ImportOptions parse(Map<String, String> properties) {
        for (String name : properties.keySet()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("a property of weights must be one of " + String.join(", ", NAMES)
                        + " but was " + name + Suggestion.of(name, NAMES));
            }
        }
        return new ImportOptions(
                value(properties, ACTIVATION, Activation::parse),
                value(properties, OUTPUT_ACTIVATION, Activation::parse),
                number(properties, SCALE),
                number(properties, MEAN),
                number(properties, STD),
                value(properties, LAYOUT, Layout::parse),
                value(properties, BIAS_COLUMN, BiasColumn::parse));
    }

    /**
     * Parses a number, or one over another: {@code 1/255}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static double fraction(String text) {
        String[] parts = text.split("/", 2);
        try {
            double number = Double.parseDouble(parts[0].strip());
            return parts.length == 1 ? number : number / Double.parseDouble(parts[1].strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a number must be like 0.5 or 1/255 but was " + text, e);
        }
    }

    private static <T> Optional<T> value(Map<String, String> properties, String name, Function<String, T> parse) {
        try {
            return Optional.ofNullable(properties.get(name)).map(parse);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private static OptionalDouble number(Map<String, String> properties, String name) {
        return value(properties, name, ImportProperties::fraction)
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }
}
