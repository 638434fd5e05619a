package dev.mnistscorer.table;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Names of classes for people. A class without a name is shown as its number.
 *
 * @param names {@code [class]}; empty if the classes have none
 */
public record ClassNames(List<String> names) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Classes are shown as numbers. */
    public static final ClassNames NONE = new ClassNames(List.of());

    /**
     * Copies the names.
     *
     * @throws IllegalArgumentException if one is empty or occurs twice
     */
    public ClassNames {
        names = List.copyOf(names);
        if (names.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a name of a class must not be empty");
        }
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("names of classes must differ but were " + String.join(", ", names));
        }
    }

    /** Parses names that commas separate. */
    public static ClassNames parse(String text) {
        return new ClassNames(
                Arrays.stream(text.split(",", -1)).map(String::strip).toList());
    }

    /** Number of names. */
    public int count() {
        return names.size();
    }

    /** Name of a class; empty if it has none. */
    public Optional<String> name(int label) {
        return label < names.size() ? Optional.of(names.get(label)) : Optional.empty();
    }

    /** Name of a class, or its number if it has none. */
    public String of(int label) {
        return name(label).orElseGet(() -> Integer.toString(label));
    }

    /** Number of a class, with its name if it has one: {@code 6 Shirt}. */
    public String numbered(int label) {
        return name(label).map(name -> label + " " + name).orElseGet(() -> Integer.toString(label));
    }

    /** Width of a column of {@link #numbered} classes, at least {@code least}. */
    public int width(int least) {
        return IntStream.range(0, names.size())
                .map(label -> numbered(label).length())
                .reduce(least, Math::max);
    }
}
