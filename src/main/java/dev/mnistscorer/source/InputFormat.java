package dev.mnistscorer.source;

import dev.mnistscorer.file.FileKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A format of images that can be read. */
public enum InputFormat {
    /** MNIST's own. */
    IDX(Family.ARRAYS, Set.of(FileKind.IDX), "idx3-ubyte", "idx"),
    /** An array of NumPy. */
    NPY(Family.ARRAYS, Set.of(FileKind.NPY), "npy"),
    /** Arrays of NumPy in a zip file. */
    NPZ(Family.ARRAYS, Set.of(FileKind.NPZ), "npz"),
    /** Pictures in PNG, JPEG, GIF or BMP, one a file. */
    PICTURES(
            Family.PICTURES,
            Set.of(FileKind.PNG, FileKind.JPEG, FileKind.GIF, FileKind.BMP),
            "png",
            "jpg",
            "jpeg",
            "gif",
            "bmp"),
    /** Apache Parquet. */
    PARQUET(Family.TABLE, Set.of(FileKind.PARQUET), "parquet"),
    /** Apache ORC. */
    ORC(Family.TABLE, Set.of(FileKind.ORC), "orc"),
    /** Apache Avro; Spark's reader of it must be on the class path. */
    AVRO(Family.TABLE, Set.of(FileKind.AVRO), "avro"),
    /** JSON, one object a line or an array of objects. */
    JSON(Family.TABLE, Set.of(FileKind.JSON), "json", "jsonl", "ndjson"),
    /** Lines of {@code label index:value …}. */
    LIBSVM(Family.TABLE, Set.of(FileKind.LIBSVM), "libsvm", "svm"),
    /** Lines of separated values. */
    CSV(Family.TABLE, Set.of(FileKind.CSV), "csv", "tsv"),
    /** Delta Lake; its jar must be on the class path. */
    DELTA(Family.TABLE, Set.of()),
    /** Apache Iceberg; its jar must be on the class path. */
    ICEBERG(Family.TABLE, Set.of());

    /** What reads a format. */
    public enum Family {
        /** The project's own data source of array files. */
        ARRAYS,
        /** Files of one picture each. */
        PICTURES,
        /** Spark's readers of tables. */
        TABLE
    }

    private static final String COMPRESSED = "\\.(gz|bz2|zst|snappy|lz4|deflate)$";

    private final Family family;
    private final Set<FileKind> kinds;
    private final List<String> endings;

    InputFormat(Family family, Set<FileKind> kinds, String... endings) {
        this.family = family;
        this.kinds = kinds;
        this.endings = List.of(endings);
    }

    /** What reads the format. */
    public Family family() {
        return family;
    }

    /** Name of the format on the command line, and in Spark for tables. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of a file by its content, and for text that tells nothing by its name; empty if it has none of these. */
    static Optional<InputFormat> of(Optional<FileKind> kind, String name) {
        Optional<InputFormat> byContent = Arrays.stream(values())
                .filter(format -> kind.filter(format.kinds::contains).isPresent())
                .findFirst();
        return byContent.isPresent() || kind.isPresent() && kind.get() != FileKind.TEXT ? byContent : ofName(name);
    }

    private static Optional<InputFormat> ofName(String name) {
        String raw = name.toLowerCase(Locale.ROOT).replaceFirst(COMPRESSED, "");
        return Arrays.stream(values())
                .filter(format -> format.endings.stream().anyMatch(ending -> raw.endsWith("." + ending)))
                .findFirst();
    }
}
