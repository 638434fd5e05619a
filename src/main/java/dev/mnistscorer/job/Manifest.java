package dev.mnistscorer.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mnistscorer.source.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a published run consists of, as a file among its predictions. It gets its name last: a run that has it is whole.
 *
 * @param runId the run
 * @param attempt which of several runs of that id wrote it
 * @param identity of what it was made
 * @param rows where each row of the input went
 * @param files its files with their lengths in bytes
 * @param input the files it has scored
 */
record Manifest(
        String runId,
        String attempt,
        RunIdentity identity,
        RowCounts rows,
        Map<String, Long> files,
        List<InputFile> input) {
    static final String NAME = "_manifest.json";
    static final String UNFINISHED = "_manifest.unfinished";

    private static final JsonMapper JSON = new JsonMapper();

    /** The files of a directory, by their names, without those that readers do not look at. */
    static Map<String, Long> filesIn(FileSystem fileSystem, Path directory) throws IOException {
        Map<String, Long> files = new TreeMap<>();
        for (FileStatus status : fileSystem.listStatus(directory)) {
            String name = status.getPath().getName();
            if (status.isFile() && !name.startsWith("_") && !name.startsWith(".")) {
                files.put(name, status.getLen());
            }
        }
        return files;
    }

    /** The text of the file. */
    String json() {
        ObjectNode root = JSON.createObjectNode();
        root.put("runId", runId).put("attempt", attempt);
        root.put("inputSha256", identity.input())
                .put("weightsSha256", identity.weights())
                .put("settings", identity.settings());
        rows.describe(root.putObject("rows"));
        root.put("bytes", files.values().stream().mapToLong(Long::longValue).sum());
        ArrayNode written = root.putArray("files");
        files.forEach((name, bytes) -> written.addObject().put("name", name).put("bytes", bytes));
        ArrayNode scored = root.putArray("input");
        input.forEach(file -> {
            ObjectNode node = describe(file, scored.addObject());
            file.labels().ifPresent(labels -> describe(labels, node.putObject("labels")));
        });
        return root.toPrettyString() + "\n";
    }

    private static ObjectNode describe(InputFile file, ObjectNode node) {
        return node.put("path", file.path()).put("length", file.length()).put("modified", file.modified());
    }

    /** The manifest in a directory; empty if there is none of that name. */
    static Optional<Manifest> read(FileSystem fileSystem, Path directory, String name) throws IOException {
        Path file = new Path(directory, name);
        if (!fileSystem.exists(file)) {
            return Optional.empty();
        }
        try (InputStream in = fileSystem.open(file)) {
            return Optional.of(of(JSON.readTree(in)));
        }
    }

    private static Manifest of(JsonNode root) {
        Map<String, Long> files = new TreeMap<>();
        root.path("files")
                .forEach(file ->
                        files.put(file.path("name").asText(), file.path("bytes").asLong()));
        List<InputFile> input = new ArrayList<>();
        root.path("input").forEach(file -> input.add(inputFile(file)));
        JsonNode rows = root.path("rows");
        return new Manifest(
                root.path("runId").asText(),
                root.path("attempt").asText(),
                new RunIdentity(
                        root.path("inputSha256").asText(),
                        root.path("weightsSha256").asText(),
                        root.path("settings").asText()),
                new RowCounts(
                        rows.path("read").asLong(),
                        rows.path("scored").asLong(),
                        rows.path("dropped").asLong(),
                        rows.path("quarantined").asLong()),
                files,
                input);
    }

    private static InputFile inputFile(JsonNode node) {
        return new InputFile(
                node.path("path").asText(),
                node.path("length").asLong(),
                node.path("modified").asLong(),
                node.has("labels") ? Optional.of(inputFile(node.path("labels"))) : Optional.empty());
    }
}
