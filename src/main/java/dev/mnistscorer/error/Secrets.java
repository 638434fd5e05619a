package dev.mnistscorer.error;

import java.util.List;
import java.util.regex.Pattern;

/** Keeps credentials out of command lines and records, which many people see and schedulers keep for long. */
public final class Secrets {
    /** A user's name and password, as {@code hdfs://user:password@host}, also with an escaped colon. */
    private static final Pattern PASSWORD = Pattern.compile("(?i)(?<=://)[^/@\\s]*(?::|%3a)[^/@\\s]*(?=@)");

    /** An access key in a URI of S3, where a container or a user has no place; a secret may have slashes. */
    private static final Pattern S3_KEY =
            Pattern.compile("(?i)(?<=\\bs3[an]?://)(?:[^/@\\s]*(?=@)|[^/@\\s]*(?::|%3a)\\S*(?=@))");

    private static final String SECRET_NAME = "[\\w.-]*(?:password|secret|token|signature|sig|credential|key)";

    /** A signature or key in the query of a URI. */
    private static final Pattern QUERY = Pattern.compile("(?i)://[^?\\s]*\\?(?:\\S*&)?" + SECRET_NAME + "=\\S");

    private static final Pattern PARAMETER = Pattern.compile("(?i)\\b(" + SECRET_NAME + ")=[^&\\s]+");
    private static final String MASK = "***";

    private Secrets() {}

    /**
     * Checks that a URI holds no credentials.
     *
     * @param argument name of the argument that gives the URI
     * @throws IllegalArgumentException if it does; the message does not repeat them
     */
    public static void requireNone(String argument, String uri) {
        for (Pattern pattern : List.of(S3_KEY, PASSWORD)) {
            if (pattern.matcher(uri).find()) {
                throw new IllegalArgumentException(argument
                        + " must not hold a user's name and password: give them to Spark, as spark.hadoop.fs.…");
            }
        }
        if (QUERY.matcher(uri).find()) {
            throw new IllegalArgumentException(
                    argument + " must not hold a key or a signature: give credentials to Spark, as spark.hadoop.fs.…");
        }
    }

    /** The text with everything that looks like a secret replaced. */
    public static String mask(String text) {
        String masked = S3_KEY.matcher(text).replaceAll(MASK);
        masked = PASSWORD.matcher(masked).replaceAll(MASK);
        return PARAMETER.matcher(masked).replaceAll("$1=" + MASK);
    }
}
