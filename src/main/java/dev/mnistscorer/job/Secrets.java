package dev.mnistscorer.job;

import java.util.regex.Pattern;

/** Keeps what must stay secret out of records: schedulers and people keep those for long. */
final class Secrets {
    private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)[^/@\\s]*:[^/@\\s]*(?=@)");
    private static final Pattern PARAMETER =
            Pattern.compile("(?i)\\b([\\w.-]*(?:password|secret|token|signature|sig|credential|key))=[^&\\s]+");
    private static final String MASK = "***";

    private Secrets() {}

    /** Whether a URI holds a user's name and password. */
    static boolean in(String uri) {
        return CREDENTIALS.matcher(uri).find();
    }

    /** The text with what looks like a secret replaced. */
    static String mask(String text) {
        return PARAMETER.matcher(CREDENTIALS.matcher(text).replaceAll(MASK)).replaceAll("$1=" + MASK);
    }
}
