package dev.mnistscorer.source.table;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.InputFile;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads a table: from files of a format, or from a catalog. */
public interface TableReader {
    /** Name of the table for messages. */
    String name();

    /**
     * Lists the files of the table, in the order of their paths.
     *
     * @throws BadInputException if there are none
     */
    List<InputFile> list(SparkSession session, Configuration configuration);

    /** Tells whether some of the files can be read without the others. */
    boolean readsSingleFiles();

    /**
     * Reads files of the table, or all of it.
     *
     * @param pixels number of pixels that an image is expected to have; empty if any number is
     * @throws BadInputException if they cannot be read
     */
    Dataset<Row> read(SparkSession session, List<InputFile> files, OptionalInt pixels);

    /** Expression of the file of a row. */
    Column origin(Dataset<Row> table);

    /** Expression of the position of a row in its file; null where the format has none. */
    Column index(Dataset<Row> table);

    /** Expression of the text of a line that could not be read; empty if all can be read. */
    Optional<Column> malformed(Dataset<Row> table);

    /** Number of rows where the files declare it; empty where all of the data would have to be read. */
    OptionalLong count(Dataset<Row> table, List<InputFile> files);

    /**
     * The value of a binary column in the first row of a file, where the format allows reading it without many rows.
     *
     * @param column name of the column, or of a struct and its field; empty if the images are no bytes
     * @return empty if it is null, or if the format does not allow it
     */
    default Optional<byte[]> first(Dataset<Row> table, List<InputFile> files, List<String> column) {
        return Optional.empty();
    }
}
