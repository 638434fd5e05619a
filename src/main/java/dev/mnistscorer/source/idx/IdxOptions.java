package dev.mnistscorer.source.idx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mnistscorer.error.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What can be said to {@code spark.read().format("idx")}.
 *
 * @param paths {@code load(path, …)}: files, directories and globs of image files
 * @param labels {@code labels}: the label file; left out, it is looked for beside the images
 * @param partitions {@code partitions}: into how many partitions the images are split; left out, by their size
 * @param classes {@code classes}: labels must be below this; left out, any byte is taken
 */
record IdxOptions(List<String> paths, Optional<String> labels, OptionalInt partitions, OptionalInt classes) {

    /**
     * Reads the options.
     *
     * @throws BadInputException if no path is given or a number is none
     */
    static IdxOptions of(CaseInsensitiveStringMap options) {
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
        if (paths.isEmpty()) {
            throw new BadInputException("format idx must be given a path: load(\"…-images-idx3-ubyte\")");
        }
        return new IdxOptions(
                List.copyOf(paths),
                Optional.ofNullable(options.get("labels")),
                positive(options, "partitions"),
                positive(options, "classes"));
    }

    private static OptionalInt positive(CaseInsensitiveStringMap options, String name) {
        String value = options.get(name);
        if (value == null) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            // Falls through to the message for all that is no positive number.
        }
        throw new BadInputException(
                "option " + name + " of format idx must be a whole number above 0 but was " + value);
    }
}
