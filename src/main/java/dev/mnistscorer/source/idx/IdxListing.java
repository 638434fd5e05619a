package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.InputFile;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;

/** Which files format {@code idx} would read. */
public final class IdxListing {
    private IdxListing() {}

    /**
     * The files that a path, a directory or a glob means, with their labels, in the order of their paths.
     *
     * @throws BadInputException if there are none
     */
    public static List<InputFile> of(String path, Optional<String> labels, Configuration configuration) {
        IdxOptions options = new IdxOptions(List.of(path), labels, OptionalInt.empty(), OptionalInt.empty());
        return new IdxFiles(configuration).list(options);
    }
}
