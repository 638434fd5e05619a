package dev.mnistscorer.source.idx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.error.Suggestion;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.source.Partitions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Options of {@code spark.read().format("idx")}.
 *
 * @param paths {@code load(path, …)}: files, directories and globs of image files
 * @param labels {@code labels}: the label file; left out, it is looked for beside the images
 * @param member {@code member}: the array of images in a {@code .npz} file; left out, it is found by name
 * @param inventory {@code inventory}: the files to read, as {@link InputFile#toJson} encodes them; left out, the paths are
 *     listed
 * @param partitions {@code partitions}: number of partitions of the images; left out, it follows from their size
 * @param classes {@code classes}: labels must be below this; left out, any byte is allowed
 * @param settings all options but the inventory, which file systems see as settings of Hadoop; among them those of the
 *     {@link ListingFilter}
 */
record IdxOptions(
        List<String> paths,
        Optional<String> labels,
        Optional<String> member,
        Optional<List<InputFile>> inventory,
        OptionalInt partitions,
        OptionalInt classes,
        Map<String, String> settings) {
    private static final String INVENTORY = "inventory";
    private static final List<String> NAMES = List.of(
            "path",
            "paths",
            "labels",
            "member",
            INVENTORY,
            "partitions",
            "classes",
            "pathGlobFilter",
            "recursiveFileLookup",
            "modifiedAfter",
            "modifiedBefore",
            "timeZone");

    /** Properties that tables of a catalog have beside their options. */
    private static final Set<String> CATALOG = Set.of(
            TableCatalog.PROP_COMMENT,
            TableCatalog.PROP_EXTERNAL,
            TableCatalog.PROP_IS_MANAGED_LOCATION,
            TableCatalog.PROP_LOCATION,
            TableCatalog.PROP_OWNER,
            TableCatalog.PROP_PROVIDER);

    private static final int LONGEST_QUOTE = 200;

    /**
     * Reads the options.
     *
     * @throws BadInputException if there is neither a path nor an inventory, or an option is unknown or has no valid value
     */
    static IdxOptions of(CaseInsensitiveStringMap options) {
        options.asCaseSensitiveMap().keySet().forEach(IdxOptions::requireKnown);
        Optional<List<InputFile>> inventory = inventory(options.get(INVENTORY));
        List<String> paths = paths(options);
        if (paths.isEmpty() && inventory.isEmpty()) {
            throw new BadInputException("format idx must be given a path: load(\"…-images-idx3-ubyte\")");
        }
        Optional<String> labels = Optional.ofNullable(options.get("labels"));
        if (labels.isPresent() && inventory.isPresent()) {
            throw new BadInputException("option labels of format idx must not be given with option inventory, which"
                    + " names the labels of each file");
        }
        Map<String, String> settings = new HashMap<>(options.asCaseSensitiveMap());
        settings.keySet().removeIf(INVENTORY::equalsIgnoreCase);
        return new IdxOptions(
                paths,
                labels,
                Optional.ofNullable(options.get("member")),
                inventory,
                number(options, "partitions", Partitions.MOST),
                number(options, "classes", Integer.MAX_VALUE),
                settings);
    }

    /** Names with a dot are settings of Hadoop. */
    private static void requireKnown(String name) {
        if (!name.contains(".") && !CATALOG.contains(name) && NAMES.stream().noneMatch(name::equalsIgnoreCase)) {
            String suggestion = Suggestion.of(name, NAMES);
            throw new BadInputException("format idx has no option " + name
                    + (suggestion.isEmpty() ? "; its options are " + String.join(", ", NAMES) : suggestion));
        }
    }

    private static Optional<List<InputFile>> inventory(String json) {
        if (json == null) {
            return Optional.empty();
        }
        List<InputFile> files = List.of();
        try {
            files = InputFile.fromJson(json);
        } catch (IllegalArgumentException e) {
            // As an empty inventory: what is expected says enough.
        }
        if (files.isEmpty()) {
            throw new BadInputException("option inventory of format idx must be a JSON array of files with path, length"
                    + " and modified but was "
                    + (json.length() > LONGEST_QUOTE ? json.substring(0, LONGEST_QUOTE) + "…" : json));
        }
        return Optional.of(files);
    }

    private static List<String> paths(CaseInsensitiveStringMap options) {
        List<String> paths = new ArrayList<>();
        if (options.containsKey("path")) {
            paths.add(options.get("path"));
        }
        if (options.containsKey("paths")) {
            try {
                paths.addAll(List.of(new ObjectMapper().readValue(options.get("paths"), String[].class)));
            } catch (JsonProcessingException e) {
                throw new BadInputException(
                        "option paths of format idx must be a JSON array of strings but was " + options.get("paths"));
            }
        }
        return List.copyOf(paths);
    }

    private static OptionalInt number(CaseInsensitiveStringMap options, String name, int most) {
        String value = options.get(name);
        if (value == null) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(value);
            if (number > 0 && number <= most) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            // Falls through to the message for all that is no such number.
        }
        throw new BadInputException(
                "option " + name + " of format idx must be a whole number in 1.." + most + " but was " + value);
    }

    /** The input alone: the settings may hold credentials. */
    @Override
    public String toString() {
        return input();
    }

    /** Description of the input for plans. */
    String input() {
        return "idx " + (paths.isEmpty() ? inventory.orElseThrow().size() + " listed files" : String.join(", ", paths));
    }
}
