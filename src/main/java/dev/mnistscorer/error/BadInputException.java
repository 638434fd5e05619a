package dev.mnistscorer.error;

import java.util.Locale;

/**
 * Something that was given to the job (an input, its labels, weights, a configuration file) cannot be used. The
 * message is one line for the person who must act: it names the file, what was expected and what was found.
 *
 * <p>The job ends with exit status 2 and prints the message without a stack trace.
 */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An error with its whole message, in which control characters are replaced by {@code ?}. */
    public BadInputException(String message) {
        super(printable(message));
    }

    /** An error with its whole message, as above, and its cause. */
    public BadInputException(String message, Throwable cause) {
        super(printable(message), cause);
    }

    /** Names of files may hold line breaks and terminal escapes, which must not reach a terminal or a log. */
    private static String printable(String message) {
        return message.replaceAll("[\\p{Cc}\\u2028\\u2029]", "?");
    }

    /** An error in one file: {@code [file] details}. */
    public static BadInputException in(Object file, String details, Object... arguments) {
        return new BadInputException("[" + file + "] " + String.format(Locale.ROOT, details, arguments));
    }

    /** Something that could not be done to one file: {@code Cannot verb file: reason}. */
    public static BadInputException cannot(String verb, Object file, Throwable cause) {
        return new BadInputException("Cannot " + verb + " " + file + ": " + reason(cause), cause);
    }

    /** The innermost cause of a failure. */
    public static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** The message of {@code cause} on one line, or the name of its class if it has none. */
    public static String reason(Throwable cause) {
        String message = cause.getMessage();
        if (message == null || message.isBlank()) {
            return cause.getClass().getSimpleName();
        }
        return message.strip().lines().findFirst().orElseThrow();
    }
}
