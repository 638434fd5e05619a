package dev.mnistscorer.job;

import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.weights.WeightsFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What makes two runs the same.
 *
 * @param input sha256 of the list of input files: path, length and time of modification of each, and of its labels
 * @param weights sha256 of the weights
 * @param settings what else the predictions depend on
 */
record RunIdentity(String input, String weights, String settings) {

    static RunIdentity of(List<InputFile> files, WeightsFile weights, ScoreOptions options) {
        StringBuilder list = new StringBuilder();
        files.forEach(file -> {
            append(file, list);
            file.labels().ifPresent(labels -> append(labels, list));
        });
        return new RunIdentity(
                sha256(list.toString()),
                weights.sha256(),
                String.join(
                        " ",
                        options.format().toString().toLowerCase(Locale.ROOT),
                        options.probabilities() ? "probabilities" : "confidence",
                        options.onBadRow().toString().toLowerCase(Locale.ROOT),
                        weights.network().toString(),
                        weights.steps().get(0).toString()));
    }

    private static void append(InputFile file, StringBuilder to) {
        to.append(file.path())
                .append('\t')
                .append(file.length())
                .append('\t')
                .append(file.modified())
                .append('\n');
    }

    private static String sha256(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In what the other run differs, for messages. */
    String difference(RunIdentity other) {
        List<String> differences = new ArrayList<>();
        if (!Objects.equals(input, other.input)) {
            differences.add("input");
        }
        if (!Objects.equals(weights, other.weights)) {
            differences.add("weights");
        }
        if (!Objects.equals(settings, other.settings)) {
            differences.add("settings");
        }
        return String.join(" and ", differences);
    }
}
