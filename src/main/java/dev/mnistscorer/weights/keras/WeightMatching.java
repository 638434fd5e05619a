package dev.mnistscorer.weights.keras;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Matches the layers of a configuration with the stored variables. Keras 3 names groups by class and number, regardless of
 * the names of the layers; other exporters by name, or with numbers continued from an earlier model. Each rule is tried
 * for the whole model, and the first one by which all layers find variables of matching shapes is used: by stored name, by
 * class and number, by name of the group, by order and shape.
 */
final class WeightMatching {
    private WeightMatching() {}

    /** Test for the number and shapes of the variables of a layer. */
    interface Fit {
        boolean fits(int layer, StoredLayer stored);
    }

    /**
     * Returns the stored layers, in the order of {@code layers}.
     *
     * @throws IllegalArgumentException if no rule matches all layers
     */
    static List<StoredLayer> match(List<KerasLayer> layers, List<StoredLayer> stored, Fit fit) {
        if (stored.isEmpty() && !layers.isEmpty()) {
            throw new IllegalArgumentException("the file must hold weights for "
                    + layers.stream().map(KerasLayer::toString).collect(Collectors.joining(", ")) + " but holds none");
        }
        return byKey(layers, stored, fit, (layer, each) -> each.name().equals(layer.name()))
                .or(() ->
                        byKey(layers, stored, fit, (layer, each) -> each.group().equals(layer.group())))
                .or(() -> byKey(
                        layers,
                        stored,
                        fit,
                        (layer, each) -> each.group().endsWith("/" + layer.name())
                                || each.group().equals(layer.name())))
                .or(() -> byKey(layers, stored, fit, (layer, each) -> true))
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        "the stored weights must fit the layers of the configuration but do not: %s against %s",
                        stored.stream()
                                .map(each -> each.group() + " " + shapes(each))
                                .collect(Collectors.joining(", ")),
                        layers.stream().map(KerasLayer::toString).collect(Collectors.joining(", ")))));
    }

    private static String shapes(StoredLayer stored) {
        return stored.variables().stream().map(variable -> variable.shapeText()).collect(Collectors.joining(" "));
    }

    /** Assigns to each layer the first stored one that matches and is still free. */
    private static Optional<List<StoredLayer>> byKey(
            List<KerasLayer> layers, List<StoredLayer> stored, Fit fit, BiPredicate<KerasLayer, StoredLayer> key) {
        List<StoredLayer> matched = new ArrayList<>();
        Set<StoredLayer> left = new HashSet<>(stored);
        for (int i = 0; i < layers.size(); i++) {
            int layer = i;
            Optional<StoredLayer> found = stored.stream()
                    .filter(left::contains)
                    .filter(each -> key.test(layers.get(layer), each) && fit.fits(layer, each))
                    .findFirst();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            left.remove(found.get());
            matched.add(found.get());
        }
        return Optional.of(matched);
    }
}
