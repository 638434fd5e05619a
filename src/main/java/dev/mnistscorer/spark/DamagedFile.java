package dev.mnistscorer.spark;

import dev.mnistscorer.error.BadInputException;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/**
 * Tells apart why a reader of Spark failed: a file that is damaged or of another format stays so, whatever is retried; a file
 * system that did not answer may answer the next time.
 */
final class DamagedFile {
    private static final Pattern FILE = Pattern.compile("Encountered error while reading file (\\S+?)\\.(?: |$)");
    private static final String ORC_FORMAT = "FileFormatException";

    private DamagedFile() {}

    /** Returns a {@link BadInputException} in the place of a failure because of a file's content, else the failure. */
    static Exception translated(Exception failure) {
        Matcher file = FILE.matcher(String.valueOf(failure.getMessage()));
        if (!file.find()) {
            return failure;
        }
        Throwable root = failure;
        boolean content = false;
        while (root.getCause() != null) {
            root = root.getCause();
            content |= isOfContent(root);
        }
        return content
                ? new BadInputException("[" + file.group(1) + "] " + BadInputException.reason(root), failure)
                : failure;
    }

    private static boolean isOfContent(Throwable cause) {
        return cause instanceof RuntimeException
                || cause instanceof EOFException
                || cause instanceof ZipException
                || cause instanceof IOException
                        && Arrays.asList(cause.getClass().getName().split("[.$]"))
                                .contains(ORC_FORMAT);
    }
}
