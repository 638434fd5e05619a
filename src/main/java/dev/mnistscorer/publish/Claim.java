package dev.mnistscorer.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Publication of an attempt, with all that another process needs to complete it.
 *
 * @param manifest manifest of the attempt
 * @param metrics text of its metrics
 * @param parts places of its files of rows, relative to the output; no other attempt has files of these names
 * @param replaced places of the files that were there before it, relative to the output, which it replaces
 */
record Claim(Manifest manifest, String metrics, List<String> parts, List<String> replaced) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Name of the attempt. */
    String attempt() {
        return manifest.attempt();
    }

    byte[] json() {
        ObjectNode root = JSON.createObjectNode();
        root.set("manifest", manifest.toTree());
        root.put("metrics", metrics);
        put(root.putArray("parts"), parts);
        put(root.putArray("replaced"), replaced);
        return root.toPrettyString().getBytes(StandardCharsets.UTF_8);
    }

    private static void put(ArrayNode array, List<String> names) {
        names.forEach(array::add);
    }

    /** A claim of its text; empty if it is cut off: who writes it begins to publish afterwards. */
    static Optional<Claim> of(byte[] json) throws IOException {
        try {
            JsonNode root = JSON.readTree(json);
            return Optional.of(new Claim(
                    Manifest.of(root.get("manifest")),
                    root.path("metrics").asText(),
                    names(root.path("parts")),
                    names(root.path("replaced"))));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<String> names(JsonNode array) {
        List<String> names = new ArrayList<>();
        array.forEach(name -> names.add(name.asText()));
        return names;
    }
}
