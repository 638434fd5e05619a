package dev.mnistscorer.ml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.error.Suggestion;
import dev.mnistscorer.file.FileSystems;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * Metadata of a stage as Spark's own stages save them: directory {@code metadata}, with a text file of one line of JSON, which
 * a saved pipeline reads for the class of the stage.
 */
final class StageMetadata {
    private static final String DIRECTORY = "metadata";
    private static final String CLASS = "class";
    private static final String UID = "uid";
    private static final String PARAMS = "paramMap";
    private static final String DEFAULTS = "defaultParamMap";
    private static final JsonMapper JSON = new JsonMapper();

    private final Path stage;
    private final JsonNode content;

    private StageMetadata(Path stage, JsonNode content) {
        this.stage = stage;
        this.content = content;
    }

    /** Writes the metadata of a stage. */
    static void write(Params stage, Path path, String sparkVersion, Configuration configuration) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put(CLASS, stage.getClass().getName());
        root.put("timestamp", System.currentTimeMillis());
        root.put("sparkVersion", sparkVersion);
        root.put(UID, stage.uid());
        ObjectNode params = root.putObject(PARAMS);
        ObjectNode defaults = root.putObject(DEFAULTS);
        for (Param<?> param : stage.params()) {
            if (stage.isSet(param)) {
                params.set(param.name(), value(param.name(), stage));
            }
            if (stage.hasDefault(param)) {
                defaults.set(param.name(), defaultValue(param.name(), stage));
            }
        }
        Path directory = new Path(path, DIRECTORY);
        FileSystem files = FileSystems.of(directory, configuration);
        try (OutputStream out = files.create(new Path(directory, "part-00000"))) {
            out.write((JSON.writeValueAsString(root) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        files.create(new Path(directory, "_SUCCESS")).close();
    }

    private static JsonNode value(String name, Params stage) throws IOException {
        Param<Object> param = stage.getParam(name);
        return JSON.readTree(param.jsonEncode(stage.get(param).get()));
    }

    private static JsonNode defaultValue(String name, Params stage) throws IOException {
        Param<Object> param = stage.getParam(name);
        return JSON.readTree(param.jsonEncode(stage.getDefault(param).get()));
    }

    /**
     * Reads the metadata of a saved stage.
     *
     * @throws BadInputException if there are none, or they are of another class
     */
    static StageMetadata read(Path path, Class<?> expected, Configuration configuration) {
        Path directory = new Path(path, DIRECTORY);
        try {
            FileSystem files = FileSystems.of(directory, configuration);
            List<Path> parts = Arrays.stream(files.listStatus(directory))
                    .map(FileStatus::getPath)
                    .filter(file -> file.getName().startsWith("part-"))
                    .toList();
            if (parts.size() != 1) {
                throw BadInputException.in(
                        directory, "a saved stage must have one file of metadata but has %d", parts.size());
            }
            StageMetadata metadata = new StageMetadata(path, JSON.readTree(line(files, parts.get(0))));
            metadata.requireClass(expected);
            return metadata;
        } catch (FileNotFoundException e) {
            throw new BadInputException(
                    "Cannot read " + path + ": no saved stage; DenseNetworkModel.fromWeights reads files of weights",
                    e);
        } catch (JsonProcessingException e) {
            throw new BadInputException("[" + directory + "] metadata must be JSON but are not", e);
        } catch (IOException e) {
            throw BadInputException.cannot("read", directory, e);
        }
    }

    private static String line(FileSystem files, Path file) throws IOException {
        try (InputStream in = files.open(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void requireClass(Class<?> expected) {
        String name = content.path(CLASS).asText();
        if (!name.equals(expected.getName())) {
            throw BadInputException.in(stage, "the saved stage must be a %s but is a %s", expected.getName(), name);
        }
    }

    /** Name of the stage. */
    String uid() {
        return content.path(UID).asText();
    }

    /**
     * Sets the saved params of a stage.
     *
     * @param set takes a param and a value
     * @param setDefault takes a param and a default value
     * @throws BadInputException if it has no param of a name
     */
    void restore(Params target, BiConsumer<Param<Object>, Object> set, BiConsumer<Param<Object>, Object> setDefault) {
        restore(target, PARAMS, set);
        restore(target, DEFAULTS, setDefault);
    }

    private void restore(Params target, String map, BiConsumer<Param<Object>, Object> set) {
        for (Map.Entry<String, JsonNode> entry : content.path(map).properties()) {
            if (!target.hasParam(entry.getKey())) {
                List<String> known =
                        Arrays.stream(target.params()).map(Param::name).toList();
                throw BadInputException.in(
                        stage,
                        "params must be %s but one is %s%s; a newer version of this project may have saved the stage",
                        String.join(", ", known),
                        entry.getKey(),
                        Suggestion.of(entry.getKey(), known));
            }
            Param<Object> param = target.getParam(entry.getKey());
            set.accept(param, param.jsonDecode(entry.getValue().toString()));
        }
    }
}
