package dev.mnistscorer.run;

import dev.mnistscorer.input.ModelOptions;
import dev.mnistscorer.weights.WeightsFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The first lines of a run: the images and the networks as they were understood. */
final class OpeningLines {
    private OpeningLines() {}

    static List<String> of(ScoreOptions options, Resolved resolved) {
        List<String> lines = new ArrayList<>();
        lines.add("Scoring " + resolved.input().name() + " with " + network(options.model(), resolved.weights()));
        resolved.challenger()
                .ifPresent(file -> lines.add("Challenger "
                        + network(options.comparison().challenger().orElseThrow(), file)));
        resolved.reference()
                .ifPresent(reference -> lines.add(String.format(
                        Locale.ROOT,
                        "Reference %s: %,d images, %,d with a label",
                        reference.uri(),
                        reference.profile().count(),
                        reference.profile().labelled())));
        return lines;
    }

    private static String network(ModelOptions named, WeightsFile file) {
        List<String> facts = new ArrayList<>(List.of(file.network().toString()));
        facts.addAll(file.assumptions());
        if (!file.ignored().isEmpty()) {
            facts.add("not used: " + String.join(", ", file.ignored()));
        }
        return named.weights() + ": " + String.join("; ", facts);
    }
}
