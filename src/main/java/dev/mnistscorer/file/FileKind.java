package dev.mnistscorer.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Kind of a file, recognised by its first bytes and never by its name. */
public enum FileKind {
    /** Array of MNIST's format, of any element type and any number of dimensions up to four. */
    IDX("an IDX file", Pattern.compile("\0\0[\b\t\u000b-\u000e][\u0001-\u0004].*", Pattern.DOTALL)),
    /** Compressed file of any kind. */
    GZIP("a gzip file", "\u001f\u008b"),
    /** Table. */
    PARQUET("a Parquet file", "PAR1"),
    /** Table. */
    ORC("an ORC file", "ORC"),
    /** Table. */
    AVRO("an Avro file", "Obj\u0001"),
    /** Picture. */
    PNG("a PNG picture", "\u0089PNG\r\n\u001a\n"),
    /** Picture. */
    JPEG("a JPEG picture", "\u00ff\u00d8\u00ff"),
    /** Picture. */
    GIF("a GIF picture", "GIF87a", "GIF89a"),
    /** Picture: the two letters, and after the length of the file two reserved fields of zeros. */
    BMP("a BMP picture", Pattern.compile("BM.{4}\0{4}.*", Pattern.DOTALL)),
    /** Array of NumPy. */
    NPY("a NumPy .npy file", "\u0093NUMPY"),
    /** Arrays of NumPy: a zip file whose first member is an array. */
    NPZ("a NumPy .npz file", Pattern.compile("PK\u0003\u0004.{26}[^/\0]{1,200}\\.npy.*", Pattern.DOTALL)),
    /** Archive. */
    ZIP("a zip file", "PK\u0003\u0004", "PK\u0005\u0006"),
    /** Arrays or a Keras model. */
    HDF5("an HDF5 file", "\u0089HDF\r\n\u001a\n"),
    /** Arrays of MATLAB 5 to 7.2; later versions write HDF5. */
    MATLAB("a MATLAB file", "MATLAB 5.0 MAT-file"),
    /** Objects of Python, in protocols 2 to 5. */
    PICKLE("a Python pickle", Pattern.compile("\u0080[\u0002-\u0005].*", Pattern.DOTALL)),
    /** What a clone without Git LFS holds in the place of a large file. */
    GIT_LFS_POINTER("a Git LFS pointer", "version https://git-lfs.github.com/spec/"),
    /** Often a page with an error or with the link to the file. */
    WEB_PAGE(
            "a web page",
            Pattern.compile(
                    "(?:\u00ef\u00bb\u00bf)?\\s*(?:<!doctype html|<html|<head|<\\?xml).*",
                    Pattern.DOTALL | Pattern.CASE_INSENSITIVE)),
    /** Web page saved by a browser with all its parts. */
    WEB_ARCHIVE("a saved web page (web archive)", "bplist00", "From: <Saved by ", "MIME-Version: "),
    /** JSON text. */
    JSON("a JSON file", Pattern.compile("\\s*[\\[{][\\s\"\\[{\\d-].*", Pattern.DOTALL)),
    /** Lines of a label and numbered features. */
    LIBSVM("a LIBSVM file", Pattern.compile("[+-]?\\d[\\d.eE+-]*(?:\\s+\\d+:[\\d.eE+-]+)+.*", Pattern.DOTALL)),
    /** Lines of fields: at least four separators of one kind in the first. */
    CSV(
            "a table as text (CSV)",
            Pattern.compile("(?:[^\r\n,]*,){4}.*|(?:[^\r\n;]*;){4}.*|(?:[^\r\n\t]*\t){4}.*", Pattern.DOTALL)),
    /** Text without control characters, in UTF-8 or another extension of ASCII. */
    TEXT("a text file", Pattern.compile("[^\0-\u0008\u000e-\u001a\u001c-\u001f\u007f]+"));

    /** Number of first bytes that are enough to recognise each kind. */
    public static final int HEAD = 512;

    private final String description;
    private final Predicate<String> test;

    FileKind(String description, String... signatures) {
        this.description = description;
        this.test = start -> Arrays.stream(signatures).anyMatch(start::startsWith);
    }

    FileKind(String description, Pattern pattern) {
        this.description = description;
        this.test = pattern.asMatchPredicate();
    }

    /** Returns true for rows of text, which are recognised only if there is nothing but text. */
    private boolean isText() {
        return compareTo(JSON) >= 0;
    }

    /** Kind of a file that begins with {@code head}; empty if it is none of these. */
    public static Optional<FileKind> of(byte[] head) {
        // One character for each byte.
        String start = new String(head, 0, Math.min(head.length, HEAD), StandardCharsets.ISO_8859_1);
        boolean text = TEXT.test.test(start);
        return Arrays.stream(values())
                .filter(kind -> (text || !kind.isText()) && kind.test.test(start))
                .findFirst();
    }

    /** Instruction for a user who has such a file in the place of another, for the end of a message; may be empty. */
    public String remedy() {
        return switch (this) {
            case GIT_LFS_POINTER -> "; run 'git lfs pull' in its repository";
            case WEB_PAGE, WEB_ARCHIVE -> "; download the file itself";
            case ZIP -> "; unpack it";
            default -> "";
        };
    }

    /** Noun phrase for messages, with its article. */
    @Override
    public String toString() {
        return description;
    }
}
