package dev.mnistscorer.weights.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mnistscorer.weights.content.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Layers of a model in the order of data flow, nested models flattened. */
final class KerasConfig {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String LAYERS = "layers";
    private static final String CLASS = "class_name";
    private static final String CONFIG = "config";
    private static final String NAME = "name";

    private final List<KerasLayer> flow = new ArrayList<>();

    private KerasConfig() {}

    /**
     * Parses a configuration.
     *
     * @throws IllegalArgumentException if it is no JSON, or describes no chain of layers
     */
    static List<KerasLayer> layers(String json) {
        KerasConfig config = new KerasConfig();
        config.model(parse(json), "", 0);
        return config.flow;
    }

    private static JsonNode parse(String json) {
        Limits.requireText("the configuration of the model", json.length());
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the configuration of the model must be JSON but is not: " + e.getOriginalMessage(), e);
        }
    }

    private void model(JsonNode model, String group, int depth) {
        if (depth > Limits.DEEPEST) {
            throw new IllegalArgumentException(
                    "models must be in models at most " + Limits.DEEPEST + " deep but are deeper");
        }
        JsonNode config = model.path(CONFIG);
        // Keras before 2.2.3 wrote a Sequential as the list of its layers.
        JsonNode layers = config.isArray() ? config : config.path(LAYERS);
        if (!layers.isArray() || layers.isEmpty()) {
            throw new IllegalArgumentException(
                    "the configuration of the model must hold layers but holds none: a subclassed model does not"
                            + " describe its layers; save it as a Sequential or functional model");
        }
        Map<String, JsonNode> byName = new LinkedHashMap<>();
        Map<String, String> groups = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (JsonNode layer : layers) {
            String name = layer.path(CONFIG).path(NAME).asText(layer.path(NAME).asText());
            if (byName.put(name, layer) != null) {
                throw new IllegalArgumentException("the model must have one layer " + name + " but has two");
            }
            String snake = snakeCase(layer.path(CLASS).asText());
            int before = counts.merge(snake, 1, Integer::sum) - 1;
            groups.put(name, group + snake + (before == 0 ? "" : "_" + before));
        }
        boolean functional = config.has("output_layers");
        for (String name : functional ? inFlow(byName, config) : List.copyOf(byName.keySet())) {
            JsonNode layer = byName.get(name);
            if (layer.path(CONFIG).has(LAYERS) || layer.path(CONFIG).isArray()) {
                model(layer, groups.get(name) + "/", depth + 1);
            } else {
                flow.add(new KerasLayer(layer.path(CLASS).asText(), name, groups.get(name), layer.path(CONFIG)));
            }
        }
    }

    /** Converts the name of a class to the name of its group, as Keras does. */
    private static String snakeCase(String className) {
        return className
                .replaceAll("\\W+", "")
                .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }

    /** Names of the layers of a functional model from its only input to its only output. */
    private static List<String> inFlow(Map<String, JsonNode> layers, JsonNode config) {
        List<String> outputs = endpoints(config.path("output_layers"));
        if (outputs.size() != 1 || endpoints(config.path("input_layers")).size() != 1) {
            throw new IllegalArgumentException("the model must have one input and one output but has "
                    + endpoints(config.path("input_layers")).size() + " and " + outputs.size());
        }
        List<String> backwards = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String name = outputs.get(0); name != null; ) {
            JsonNode layer = layers.get(name);
            if (layer == null || !seen.add(name)) {
                throw new IllegalArgumentException("the layers must be a chain but are not, at " + name);
            }
            backwards.add(0, name);
            List<String> sources = sources(layer.path("inbound_nodes"));
            if (sources.size() > 1) {
                throw new IllegalArgumentException(
                        name + " (" + layer.path(CLASS).asText() + ") has " + sources.size()
                                + " inputs: only a chain of layers can be scored, no branches");
            }
            name = sources.isEmpty() ? null : sources.get(0);
        }
        return backwards;
    }

    /** Names in an endpoint {@code ["dense", 0, 0]}, or in a list of such. */
    private static List<String> endpoints(JsonNode node) {
        List<String> names = new ArrayList<>();
        if (node.path(0).isTextual()) {
            names.add(node.path(0).asText());
        } else {
            node.forEach(each -> names.add(each.path(0).asText()));
        }
        return names;
    }

    /**
     * Names of the layers whose outputs a layer takes: in {@code keras_history} in Keras 3, as endpoints in Keras 2.
     */
    private static List<String> sources(JsonNode inbound) {
        List<String> names = new ArrayList<>();
        inbound.findValues("keras_history")
                .forEach(history -> names.add(history.path(0).asText()));
        if (names.isEmpty()) {
            for (JsonNode call : inbound) {
                JsonNode arguments = call.path(0).isTextual() ? inbound : call;
                names.addAll(endpoints(arguments));
            }
        }
        return names;
    }
}
