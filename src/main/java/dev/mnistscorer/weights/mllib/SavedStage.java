package dev.mnistscorer.weights.mllib;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mnistscorer.weights.content.Limits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Stage of a pipeline, or a single model, in Spark's layout: {@code metadata}, a text file with one JSON object; {@code
 * data}, a Parquet file with one row; {@code stages}, one directory for each stage. Spark ignores files whose names begin
 * with a dot or an underscore.
 */
final class SavedStage {
    static final String METADATA = "metadata";
    static final String DATA = "data";

    private static final JsonMapper JSON = new JsonMapper();

    private final String path;
    private final Map<String, byte[]> files;
    private final JsonNode metadata;

    /**
     * Parses the metadata of a stage.
     *
     * @param path directory of the stage, with a slash at its end; empty for the root
     * @param files contents of all files, by path
     */
    SavedStage(String path, Map<String, byte[]> files) {
        this.path = path;
        this.files = files;
        Map.Entry<String, byte[]> file = only(path + METADATA, files);
        metadata = parse(file.getKey(), file.getValue());
    }

    /**
     * Checks all metadata, also that of stages that no pipeline refers to.
     *
     * @throws IllegalArgumentException if one of them names another class
     */
    static void requireClasses(Map<String, byte[]> files, List<String> known) {
        files.forEach((file, content) -> {
            if (isVisible(file) && ("/" + file).contains("/" + METADATA + "/")) {
                String name = parse(file, content).path("class").asText();
                if (!known.contains(name)) {
                    throw new IllegalArgumentException("a model saved by Spark must consist of the classes "
                            + String.join(", ", known) + " but " + file + " names " + name + "; nothing was loaded");
                }
            }
        });
    }

    private static boolean isVisible(String file) {
        char first = file.charAt(file.lastIndexOf('/') + 1);
        return first != '.' && first != '_';
    }

    private static Map.Entry<String, byte[]> only(String directory, Map<String, byte[]> files) {
        TreeMap<String, byte[]> found = new TreeMap<>(files);
        found.keySet().removeIf(file -> !file.startsWith(directory + "/") || !isVisible(file));
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    directory + " must hold one file, as Spark writes it, but holds " + found.size());
        }
        return found.firstEntry();
    }

    private static JsonNode parse(String file, byte[] json) {
        Limits.requireText(file, json.length);
        try {
            return JSON.readTree(new String(json, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " must be JSON but is not: " + e.getOriginalMessage(), e);
        }
    }

    String className() {
        return metadata.path("class").asText();
    }

    /** Name of the stage, for messages. */
    String uid() {
        return metadata.path("uid").asText();
    }

    /** Value of a parameter, or its default; a missing node if there is neither. */
    JsonNode parameter(String name) {
        JsonNode value = metadata.path("paramMap").path(name);
        return value.isMissingNode() ? metadata.path("defaultParamMap").path(name) : value;
    }

    /** Stages of the pipeline, in order. */
    List<SavedStage> stages() {
        JsonNode uids = parameter("stageUids");
        int digits = Integer.toString(uids.size()).length();
        List<SavedStage> stages = new ArrayList<>();
        for (int i = 0; i < uids.size(); i++) {
            String directory = String.format(
                    "stages/%0" + digits + "d_%s/", i, uids.path(i).asText());
            stages.add(new SavedStage(path + directory, files));
        }
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("the pipeline must have stages but has none");
        }
        return stages;
    }

    /**
     * Row of data of the stage.
     *
     * @throws IllegalArgumentException if there is none, or the file is broken
     */
    SavedData data() {
        Map.Entry<String, byte[]> file = only(path + DATA, files);
        return SavedData.read(file.getKey(), file.getValue());
    }
}
