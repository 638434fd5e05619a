package dev.mnistscorer.picture;

import java.util.Map;

/**
 * Properties of the terminal that text is drawn on.
 *
 * @param columns width in characters, at least {@value #LEAST_COLUMNS}
 * @param colour true if it shows the 256-colour palette
 */
public record Terminal(int columns, boolean colour) {
    private static final int USUAL_COLUMNS = 80;
    private static final int LEAST_COLUMNS = 20;

    /**
     * The terminal that environment variables describe: {@code COLUMNS}, {@code TERM}, and {@code NO_COLOR}, which turns
     * colours off if it is not empty (no-color.org). Without a valid {@code COLUMNS} it has 80 columns.
     *
     * @param interactive true if results go to a terminal
     */
    public static Terminal of(Map<String, String> environment, boolean interactive) {
        String type = environment.getOrDefault("TERM", "dumb");
        boolean colour = interactive
                && !type.isEmpty()
                && !type.equals("dumb")
                && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(columns(environment.getOrDefault("COLUMNS", "")), colour);
    }

    private static int columns(String text) {
        return text.matches("[1-9][0-9]{0,3}") ? Math.max(LEAST_COLUMNS, Integer.parseInt(text)) : USUAL_COLUMNS;
    }
}
