package dev.mnistscorer.source.table;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A format of tables that Spark reads. */
public enum TableFormat {
    /** Apache Parquet. */
    PARQUET("parquet"),
    /** Apache ORC. */
    ORC("orc"),
    /** Apache Avro; the jar of Spark's reader must be on the class path. */
    AVRO("avro"),
    /** JSON, one object a line or an array of objects. */
    JSON("json", "jsonl", "ndjson"),
    /** Text with separated values. */
    CSV("csv", "tsv", "txt"),
    /** Lines of {@code label index:value …}. */
    LIBSVM("libsvm", "svm", "scale"),
    /** Delta Lake; its jar must be on the class path. */
    DELTA("delta"),
    /** Apache Iceberg; its jar must be on the class path. */
    ICEBERG("iceberg");

    private final String[] endings;

    TableFormat(String... endings) {
        this.endings = endings;
    }

    /** Name of the format, also in Spark. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of a file's ending, with or without that of a compression; empty if it has none of these. */
    public static Optional<TableFormat> ofName(String file) {
        String raw = file.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|bz2|zst|snappy|lz4|deflate)$", "");
        return Arrays.stream(values())
                .filter(format -> Arrays.stream(format.endings).anyMatch(ending -> raw.endsWith("." + ending)))
                .findFirst();
    }
}
