package dev.mnistscorer.spark;

import dev.mnistscorer.error.BadInputException;
import java.io.EOFException;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/**
 * Tells apart why a reader of Spark failed: a file that is damaged or of another format stays so, whatever is retried; a file
 * system that did not answer may answer the next time.
 */
public final class DamagedFile {
    private static final Pattern FILE = Pattern.compile("Encountered error while reading file (\\S+?)\\.(?: |$)");

    /** Parts of the names of the classes of readers of formats, and of the exceptions of their own. */
    private static final List<String> FORMATS = List.of("parquet.", ".orc.", "avro.", "snappy.", "zstd.");

    private DamagedFile() {}

    /**
     * Reads rows of a table on the driver.
     *
     * @throws BadInputException if a file is damaged
     */
    public static <T> T detected(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Exception e) {
            // Spark throws checked exceptions that it does not declare.
            throw Undeclared.<RuntimeException>unchecked(translated(e));
        }
    }

    /** Returns a {@link BadInputException} in the place of a failure because of a file's content, else the failure. */
    static Exception translated(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher named = FILE.matcher(String.valueOf(cause.getMessage()));
            if (named.find()) {
                return translated(named.group(1), cause.getCause(), failure);
            }
        }
        return failure;
    }

    /** Returns a {@link BadInputException} in the place of a failure because of the content of a file, else the failure. */
    public static Exception translated(String file, Exception failure) {
        return translated(file, failure, failure);
    }

    private static Exception translated(String file, Throwable reading, Exception failure) {
        boolean content = false;
        Throwable root = failure;
        for (Throwable cause = reading; cause != null; cause = cause.getCause()) {
            content |= isOfContent(cause);
            root = cause;
        }
        return content ? new BadInputException("[" + file + "] " + BadInputException.reason(root), failure) : failure;
    }

    private static boolean isOfContent(Throwable cause) {
        return cause instanceof RuntimeException
                || cause instanceof EOFException
                || cause instanceof ZipException
                || isOfFormat(cause.getClass().getName())
                || cause.getCause() == null && isThrownByFormat(cause);
    }

    /** Tells whether a reader of a format found the fault itself; that of a file system passes through it, or is its cause. */
    private static boolean isThrownByFormat(Throwable root) {
        StackTraceElement[] stack = root.getStackTrace();
        return stack.length > 0 && isOfFormat(stack[0].getClassName());
    }

    private static boolean isOfFormat(String name) {
        return FORMATS.stream().anyMatch(name::contains);
    }
}
