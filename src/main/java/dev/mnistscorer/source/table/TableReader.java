package dev.mnistscorer.source.table;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.InputFile;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads a table: from files of a format, or from a catalog. */
public interface TableReader {
    /** Name of the table for messages. */
    String name();

    /**
     * Opens the whole table.
     *
     * @param pixels number of pixels that an image is expected to have; empty if any number is
     * @throws BadInputException if it cannot be read
     */
    Dataset<Row> open(SparkSession session, OptionalInt pixels);

    /**
     * Opens some of the files of the table.
     *
     * @throws BadInputException if they cannot be read
     */
    Dataset<Row> files(SparkSession session, List<InputFile> files, OptionalInt pixels);

    /** Expression of the file of a row. */
    Column origin();

    /** Expression of the position of a row in its file; null where the format has none. */
    Column index();

    /** Number of rows where the files declare it; empty where all of the data would have to be read. */
    OptionalLong count(Dataset<Row> table);
}
