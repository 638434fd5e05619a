package dev.mnistscorer.cli;

import dev.mnistscorer.error.Secrets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Values of arguments in the form that options take. */
final class Arguments {
    private Arguments() {}

    /** The number of an argument that may be left out. */
    static OptionalDouble optional(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The whole number of an argument that may be left out. */
    static OptionalInt optional(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    /**
     * The URI of an argument that may be left out.
     *
     * @throws IllegalArgumentException if it is empty or holds credentials
     */
    static Optional<String> uri(String name, String uri) {
        if (uri != null) {
            if (uri.isBlank()) {
                throw new IllegalArgumentException(name + " must not be empty");
            }
            Secrets.requireNone(name, uri);
        }
        return Optional.ofNullable(uri);
    }

    /** All arguments that a file may give, by their names in camel case. */
    static Map<String, Object> values(CommandSpec command) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (OptionSpec option : command.options()) {
            if (!ConfigFiles.COMMAND_LINE_ONLY.contains(option.longestName())) {
                Object value = option.getValue();
                values.put(
                        camelCase(option.longestName().substring(2)),
                        value instanceof Enum<?> word ? text(word) : value);
            }
        }
        return values;
    }

    /** A constant of an enum as it is typed. */
    static String text(Enum<?> value) {
        return value.toString().toLowerCase(Locale.ROOT);
    }

    private static String camelCase(String name) {
        StringBuilder text = new StringBuilder();
        for (String word : name.split("-")) {
            text.append(text.length() == 0 ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return text.toString();
    }
}
