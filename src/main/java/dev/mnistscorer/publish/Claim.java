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
 * Publication of an attempt, with all that another process needs to complete it or to take it back.
 *
 * @param manifest manifest of the attempt
 * @param parts paths of its files of rows, relative to its directory; no other attempt has files of these names
 */
record Claim(Manifest manifest, List<String> parts) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Name of the attempt. */
    String attempt() {
        return manifest.attempt();
    }

    byte[] json() {
        ObjectNode root = JSON.createObjectNode();
        root.set("manifest", manifest.toTree());
        ArrayNode names = root.putArray("parts");
        parts.forEach(names::add);
        return root.toPrettyString().getBytes(StandardCharsets.UTF_8);
    }

    /** A claim of its text; empty if it is cut off: who writes it begins to publish afterwards. */
    static Optional<Claim> of(byte[] json) throws IOException {
        try {
            JsonNode root = JSON.readTree(json);
            List<String> parts = new ArrayList<>();
            root.path("parts").forEach(name -> parts.add(name.asText()));
            return Optional.of(new Claim(Manifest.of(root.get("manifest")), parts));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
