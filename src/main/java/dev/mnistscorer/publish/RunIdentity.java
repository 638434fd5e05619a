package dev.mnistscorer.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mnistscorer.source.InputFile;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Identity of a run's predictions: two runs with the same identity give the same rows.
 *
 * @param input sha256 of the list of input files: path, length and modification time of each, and of its labels
 * @param weights sha256 of the weights file
 * @param network sha256 of the network as it was understood: layers, activations, weights with the scaling folded in
 * @param settings all else that the predictions depend on
 */
public record RunIdentity(String input, String weights, String network, String settings) {

    /** The identity of a run over these files. */
    public static RunIdentity of(List<InputFile> files, String weights, String network, List<String> settings) {
        StringBuilder list = new StringBuilder();
        files.forEach(file -> {
            append(file, list);
            file.labels().ifPresent(labels -> append(labels, list));
        });
        return new RunIdentity(DigestUtils.sha256Hex(list.toString()), weights, network, String.join(" ", settings));
    }

    private static void append(InputFile file, StringBuilder to) {
        to.append(file.path())
                .append('\t')
                .append(file.length())
                .append('\t')
                .append(file.modified())
                .append('\n');
    }

    /** Names what differs from another identity, for messages. */
    String difference(RunIdentity other) {
        List<String> differences = new ArrayList<>();
        if (!input.equals(other.input)) {
            differences.add("input");
        }
        boolean sameWeights = weights.equals(other.weights);
        if (!sameWeights) {
            differences.add("weights");
        }
        // Other weights are another network anyway; the same weights are one only if they are understood otherwise.
        if (!settings.equals(other.settings) || sameWeights && !network.equals(other.network)) {
            differences.add("settings");
        }
        return String.join(" and ", differences);
    }

    /** Digest of all parts. */
    public String sha256() {
        return DigestUtils.sha256Hex(String.join("\n", input, weights, network, settings));
    }

    void toJson(ObjectNode node) {
        node.put("inputSha256", input)
                .put("weightsSha256", weights)
                .put("networkSha256", network)
                .put("settings", settings);
    }

    static RunIdentity fromJson(JsonNode node) {
        return new RunIdentity(
                node.path("inputSha256").asText(),
                node.path("weightsSha256").asText(),
                node.path("networkSha256").asText(),
                node.path("settings").asText());
    }
}
