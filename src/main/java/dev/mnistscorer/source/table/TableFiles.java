package dev.mnistscorer.source.table;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.InputFile;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The files of a table, for its identity. */
final class TableFiles {
    private TableFiles() {}

    /**
     * Lists the files that a table is read from, in the order of their paths.
     *
     * @param name for messages
     * @throws BadInputException if there are none, or they cannot be reached
     */
    static List<InputFile> of(Dataset<Row> table, String name, Configuration configuration) {
        String[] uris = table.inputFiles();
        Arrays.sort(uris);
        List<InputFile> files = new ArrayList<>();
        try {
            for (String uri : uris) {
                Path path = new Path(URI.create(uri));
                files.add(InputFile.of(path.getFileSystem(configuration).getFileStatus(path)));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw BadInputException.cannot("read", name, e);
        }
        if (files.isEmpty()) {
            throw new BadInputException("Cannot read " + name + ": it has no files of data");
        }
        return List.copyOf(files);
    }
}
