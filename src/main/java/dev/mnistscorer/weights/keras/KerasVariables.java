package dev.mnistscorer.weights.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mnistscorer.network.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Number and shapes of the variables of each class of layers. */
final class KerasVariables {
    private KerasVariables() {}

    /**
     * Returns the variables of the layers that have some.
     *
     * @throws IllegalArgumentException if the stored layers cannot be matched with those of the configuration
     */
    static Map<KerasLayer, List<Tensor>> match(List<KerasLayer> layers, List<StoredLayer> stored) {
        List<KerasLayer> weighted =
                layers.stream().filter(KerasVariables::hasVariables).toList();
        int[] widths = widths(weighted);
        List<StoredLayer> matched =
                WeightMatching.match(weighted, stored, (layer, each) -> fits(weighted.get(layer), widths[layer], each));
        Map<KerasLayer, List<Tensor>> variables = new HashMap<>();
        for (int i = 0; i < weighted.size(); i++) {
            variables.put(weighted.get(i), matched.get(i).variables());
        }
        return variables;
    }

    private static boolean hasVariables(KerasLayer layer) {
        return switch (layer.className()) {
            case "Dense", "BatchNormalization" -> true;
            case "Normalization" -> !layer.config().hasNonNull("mean");
            default -> false;
        };
    }

    /** Number of inputs of each layer, which is the number of units of the last dense layer before it; 0 while unknown. */
    private static int[] widths(List<KerasLayer> layers) {
        int[] widths = new int[layers.size()];
        int width = 0;
        for (int i = 0; i < widths.length; i++) {
            widths[i] = width;
            if (layers.get(i).className().equals("Dense")) {
                width = layers.get(i).config().path("units").asInt();
            }
        }
        return widths;
    }

    private static boolean fits(KerasLayer layer, int width, StoredLayer stored) {
        List<Tensor> variables = stored.variables();
        JsonNode config = layer.config();
        switch (layer.className()) {
            case "Dense" -> {
                int units = config.path("units").asInt();
                boolean bias = config.path("use_bias").asBoolean(true);
                return variables.size() == (bias ? 2 : 1)
                        && variables.get(0).rank() == 2
                        && variables.get(0).shape()[1] == units
                        && (width == 0 || variables.get(0).shape()[0] == width)
                        && (!bias || Arrays.equals(variables.get(1).shape(), new int[] {units}));
            }
            case "BatchNormalization" -> {
                int count = 2
                        + (config.path("scale").asBoolean(true) ? 1 : 0)
                        + (config.path("center").asBoolean(true) ? 1 : 0);
                return variables.size() == count
                        && variables.stream().allMatch(each -> each.rank() == 1)
                        && (width == 0 || variables.get(0).values().length == width);
            }
            default -> {
                return variables.size() == 2;
            }
        }
    }
}
