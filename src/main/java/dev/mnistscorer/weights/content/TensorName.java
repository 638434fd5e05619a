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
 * What the name of an array says: {@code W1}, {@code fc1.weight}, {@code layers.0.bias}, {@code coefs_.2}, {@code arr_0}.
 *
 * @param role what the array is to its layer
 * @param layer the rest of the name, which an array and its companion have in common
 * @param numbered whether the layers are counted, as in {@code W1}: then none may be missing
 */
public record TensorName(Role role, String layer, boolean numbered) {
    /** What an array is to its layer. */
    public enum Role {
        /** Weights. */
        WEIGHT,
        /** Biases. */
        BIAS,
        /** The name does not tell: an array of two dimensions is a weight, and what comes after it its bias. */
        BY_SHAPE
    }

    private static final Pattern IN_ORDER = Pattern.compile("arr_(\\d{1,9})|\\[?(\\d{1,9}(?:\\.\\d{1,9})*)]?");
    private static final Pattern PART =
            Pattern.compile("(w|weights?|kernels?|coefs?)(\\d{0,9})|(b|bias|biases|intercepts?)(\\d{0,9})");
    private static final Pattern SEPARATOR = Pattern.compile("[./_:\\-\\s]+");

    /** The meaning of a name; empty if it is none of a weight or bias. */
    public static Optional<TensorName> of(String name) {
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

    /** Whether an array of this name is a parameter. */
    public static boolean isParameter(String name) {
        return of(name).isPresent();
    }
}
