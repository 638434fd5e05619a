package dev.mnistscorer.image;

import dev.mnistscorer.table.Columns;
import java.io.Serializable;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/**
 * Explanation of lines that could not be read as rows, whose text is in column {@link Columns#MALFORMED}. What a line must be
 * is in the metadata of that column.
 */
public sealed interface MalformedLine extends Serializable permits CsvLine, JsonLine, LibsvmLine {
    /** Characters of a line that a reason quotes. */
    int LONGEST_QUOTE = 60;

    /** The explanation that the metadata of a column hold. */
    static MalformedLine of(StructField column) {
        Metadata metadata = column.metadata();
        if (CsvLine.isIn(metadata)) {
            return CsvLine.of(metadata);
        }
        return LibsvmLine.isIn(metadata) ? LibsvmLine.of(metadata) : new JsonLine();
    }

    /** The metadata of a column. */
    Metadata metadata();

    /** What is wrong with a line that could not be read. */
    String fault(String line);

    /** The reason of a line that could not be read. */
    default String reason(String line) {
        String start = line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "…" : line;
        return "the line is malformed: " + fault(line) + ": " + start;
    }
}
