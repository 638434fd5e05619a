package dev.mnistscorer.source.table;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.InputFile;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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
        Stream<Path> paths = Arrays.stream(table.inputFiles())
                .map(uri -> new Path(URI.create(uri)))
                .filter(TableFiles::holdsRows);
        List<InputFile> files = list(paths, name, configuration);
        if (files.isEmpty()) {
            throw new BadInputException("Cannot read " + name + ": it has no files of data");
        }
        return List.copyOf(files);
    }

    /**
     * Lists the files of an Iceberg table, which its plan does not name: those of rows and those of deletions.
     *
     * @param files Iceberg's own table of them
     * @param name for messages
     * @throws BadInputException if they cannot be reached
     */
    static List<InputFile> ofIceberg(Dataset<Row> files, String name, Configuration configuration) {
        return list(
                files.select("file_path").collectAsList().stream().map(row -> new Path(row.getString(0))),
                name,
                configuration);
    }

    /** Summaries of Parquet's footers, {@code _metadata} and {@code _common_metadata}, are listed too but hold no rows. */
    private static boolean holdsRows(Path path) {
        return !path.getName().startsWith("_");
    }

    private static List<InputFile> list(Stream<Path> paths, String name, Configuration configuration) {
        List<InputFile> files = new ArrayList<>();
        try {
            for (Path path : paths.sorted().toList()) {
                files.add(InputFile.of(path.getFileSystem(configuration).getFileStatus(path)));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw BadInputException.cannot("read", name, e);
        }
        return List.copyOf(files);
    }
}
