package dev.mnistscorer.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.file.FileSystems;
import dev.mnistscorer.source.InputFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Contents of a published run, as a file among its predictions. It comes last: the files that it lists are there.
 *
 * @param runId ID of the run
 * @param attempt name of the attempt that wrote it, unlike that of any other run of that ID
 * @param identity identity of the predictions
 * @param rows row accounting
 * @param files lengths in bytes by the names of its files
 * @param input files that it has scored
 */
public record Manifest(
        String runId,
        String attempt,
        RunIdentity identity,
        RowCounts rows,
        Map<String, Long> files,
        List<InputFile> input) {
    static final String NAME = "_manifest.json";

    /** Name of the file of the run's metrics beside it. */
    static final String METRICS = "_metrics.json";

    private static final JsonMapper JSON = new JsonMapper();

    /** The files of a directory that readers look at. */
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
        return toTree().toPrettyString() + "\n";
    }

    /** The contents of the file. */
    ObjectNode toTree() {
        ObjectNode root = JSON.createObjectNode();
        root.put("runId", runId).put("attempt", attempt);
        identity.toJson(root);
        rows.toJson(root.putObject("rows"));
        root.put("bytes", files.values().stream().mapToLong(Long::longValue).sum());
        ArrayNode written = root.putArray("files");
        files.forEach((name, bytes) -> written.addObject().put("name", name).put("bytes", bytes));
        root.set("input", InputFile.toTree(input));
        return root;
    }

    /**
     * Reads the manifest in a directory; empty if there is none.
     *
     * @throws BadInputException if it is damaged
     */
    static Optional<Manifest> read(FileSystem fileSystem, Path directory) throws IOException {
        Path file = new Path(directory, NAME);
        Optional<byte[]> content = FileSystems.read(fileSystem, file);
        try {
            return content.isEmpty() ? Optional.empty() : Optional.of(of(JSON.readTree(content.get())));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new BadInputException(
                    "[" + file + "] the manifest must be complete but is damaged ("
                            + BadInputException.reason(e) + "); publish run " + runIdOf(directory)
                            + " again with --overwrite, or remove it",
                    e);
        }
    }

    /** Tells whether a directory has the manifest of an attempt. */
    static boolean isOf(FileSystem fileSystem, Path directory, String attempt) throws IOException {
        try {
            return read(fileSystem, directory)
                    .filter(manifest -> manifest.attempt().equals(attempt))
                    .isPresent();
        } catch (BadInputException damaged) {
            return false;
        }
    }

    private static String runIdOf(Path directory) {
        return directory.getName().substring(directory.getName().indexOf('=') + 1);
    }

    /**
     * A manifest of the contents of its file.
     *
     * @throws IllegalArgumentException if some are missing
     */
    static Manifest of(JsonNode root) {
        for (String name : List.of("runId", "attempt", "inputSha256", "weightsSha256", "rows", "files", "input")) {
            if (root == null || !root.has(name)) {
                throw new IllegalArgumentException("it has no " + name);
            }
        }
        Map<String, Long> files = new TreeMap<>();
        root.path("files")
                .forEach(file ->
                        files.put(file.path("name").asText(), file.path("bytes").asLong()));
        return new Manifest(
                root.path("runId").asText(),
                root.path("attempt").asText(),
                RunIdentity.fromJson(root),
                RowCounts.fromJson(root.path("rows")),
                files,
                InputFile.fromTree(root.path("input")));
    }

    /** A file that is not there as the manifest has it, or not in it, for messages; empty if all are. */
    Optional<String> difference(Map<String, Long> present) {
        return missing(present).or(() -> present.keySet().stream()
                .filter(name -> !files.containsKey(name))
                .findFirst()
                .map(name -> name + " is not in it"));
    }

    /** A file that is not there as the manifest has it, for messages; empty if all are. */
    Optional<String> missing(Map<String, Long> present) {
        for (Map.Entry<String, Long> file : files.entrySet()) {
            Long length = present.get(file.getKey());
            if (length == null) {
                return Optional.of(file.getKey() + " is missing");
            }
            if (!length.equals(file.getValue())) {
                return Optional.of(file.getKey() + " has " + length + " bytes, not " + file.getValue());
            }
        }
        return Optional.empty();
    }
}
