package dev.mnistscorer.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;

/**
 * A file of images as it was listed.
 *
 * @param path absolute and literal, never a glob
 * @param length in bytes
 * @param modified in milliseconds since 1970
 * @param labels the file with the labels of its images; empty without labels
 * @param member the array of images in a file of several; empty in others
 */
public record InputFile(String path, long length, long modified, Optional<InputFile> labels, Optional<String> member) {
    private static final JsonMapper JSON = new JsonMapper();

    /** A file that is not one of several arrays. */
    public InputFile(String path, long length, long modified, Optional<InputFile> labels) {
        this(path, length, modified, labels, Optional.empty());
    }

    /** Last name of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** A listed file without labels. */
    public static InputFile of(FileStatus file) {
        return of(file, Optional.empty());
    }

    /** A listed file with its labels. */
    public static InputFile of(FileStatus file, Optional<InputFile> labels) {
        return new InputFile(file.getPath().toString(), file.getLen(), file.getModificationTime(), labels);
    }

    /** The same file, of which the images are one of several arrays. */
    public InputFile withMember(Optional<String> images) {
        return new InputFile(path, length, modified, labels, images);
    }

    /** The same file without its labels. */
    public InputFile alone() {
        return new InputFile(path, length, modified, Optional.empty(), member);
    }

    /** Encodes files as an array of objects with {@code path}, {@code length}, {@code modified}, {@code member} and {@code
     * labels}.
     */
    public static ArrayNode toTree(List<InputFile> files) {
        ArrayNode array = JSON.createArrayNode();
        for (InputFile file : files) {
            ObjectNode node = file.describe(array.addObject());
            file.labels.ifPresent(labels -> labels.describe(node.putObject("labels")));
        }
        return array;
    }

    private ObjectNode describe(ObjectNode node) {
        node.put("path", path).put("length", length).put("modified", modified);
        member.ifPresent(array -> node.put("member", array));
        return node;
    }

    /**
     * Decodes the array that {@link #toTree} makes.
     *
     * @throws IllegalArgumentException if it is another
     */
    public static List<InputFile> fromTree(JsonNode array) {
        if (!array.isArray()) {
            throw new IllegalArgumentException("files must be an array but were " + array.getNodeType());
        }
        List<InputFile> files = new ArrayList<>();
        for (JsonNode node : array) {
            files.add(of(node, Optional.ofNullable(node.get("labels")).map(labels -> of(labels, Optional.empty()))));
        }
        return List.copyOf(files);
    }

    private static InputFile of(JsonNode node, Optional<InputFile> labels) {
        JsonNode path = node.path("path");
        JsonNode length = node.path("length");
        JsonNode modified = node.path("modified");
        if (!path.isTextual() || !length.canConvertToLong() || !modified.canConvertToLong()) {
            throw new IllegalArgumentException("a file must have path, length and modified but was " + node);
        }
        Optional<String> member = Optional.ofNullable(node.get("member")).map(JsonNode::asText);
        return new InputFile(path.asText(), length.asLong(), modified.asLong(), labels, member);
    }

    /** Encodes files as JSON text. */
    public static String toJson(List<InputFile> files) {
        return toTree(files).toString();
    }

    /**
     * Decodes the text that {@link #toJson} makes.
     *
     * @throws IllegalArgumentException if it is another
     */
    public static List<InputFile> fromJson(String json) {
        try {
            return fromTree(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
