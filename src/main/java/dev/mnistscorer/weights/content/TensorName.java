package dev.mnistscorer.weights.content;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Meaning of the name of an array: {@code W1}, {@code fc1.weight}, {@code layers.0.bias}, {@code coefs_.2}, {@code arr_0}.
 *
 * @param role role of the array in its layer
 * @param layer rest of the name, common to the weights and the bias of a layer
 * @param numbered true if layers are numbered, as in {@code W1}, so that none may be missing
 */
public record TensorName(Role role, String layer, boolean numbered) {
    /** Role of an array in its layer. */
    public enum Role {
        /** Weights. */
        WEIGHT,
        /** Biases. */
        BIAS,
        /** Not determined by the name: a matrix is a weight, and the array after it its bias. */
        BY_SHAPE
    }

    private static final Pattern IN_ORDER = Pattern.compile("arr_\\d{1,9}|\\[?\\d{1,9}(?:\\.\\d{1,9})*+]?");
    private static final Pattern PART =
            Pattern.compile("(w|weights?|kernels?|coefs?)(\\d{0,9})|(b|bias|biases|intercepts?)(\\d{0,9})");
    private static final Pattern SEPARATOR = Pattern.compile("[./_:\\-\\s]+");

    /**
     * Parses a name; empty if it is that of no weight or bias.
     *
     * @throws IllegalArgumentException if it is longer than {@link Limits#LONGEST_NAME}
     */
    public static Optional<TensorName> of(String name) {
        requireShort(name);
        Matcher inOrder = IN_ORDER.matcher(name);
        if (inOrder.matches()) {
            return Optional.of(new TensorName(Role.BY_SHAPE, name, false));
        }
        List<String> parts = new ArrayList<>(Arrays.asList(SEPARATOR.split(name)));
        for (int i = parts.size() - 1; i >= 0; i--) {
            Matcher part = PART.matcher(parts.get(i).toLowerCase(Locale.ROOT));
            if (part.matches()) {
                boolean weight = part.group(1) != null;
                parts.set(i, weight ? part.group(2) : part.group(4));
                String layer = parts.stream().filter(rest -> !rest.isEmpty()).collect(Collectors.joining("."));
                boolean numbered = !layer.isEmpty() && layer.chars().allMatch(Character::isDigit) && i == 0;
                return Optional.of(new TensorName(weight ? Role.WEIGHT : Role.BIAS, layer, numbered));
            }
        }
        return Optional.empty();
    }

    /**
     * Checks the length of a name.
     *
     * @throws IllegalArgumentException if it is longer than {@link Limits#LONGEST_NAME}
     */
    public static void requireShort(String name) {
        if (name.length() > Limits.LONGEST_NAME) {
            throw new IllegalArgumentException(String.format(
                    "names of arrays must have at most %d characters but %s… has %d",
                    Limits.LONGEST_NAME, name.substring(0, 20), name.length()));
        }
    }

    /** Returns true if the name is that of a weight or bias. */
    public static boolean isParameter(String name) {
        return of(name).isPresent();
    }
}
