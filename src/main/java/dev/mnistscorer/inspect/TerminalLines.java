package dev.mnistscorer.inspect;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Lines for a terminal. Names from files may be in them: control characters are replaced.
 *
 * @param columns width of the terminal
 */
record TerminalLines(PrintStream out, int columns) {
    private static final int LONGEST_BAR = 40;

    /** Characters of a line beside its bar. */
    private static final int BESIDE_BAR = 21;

    void line(String format, Object... arguments) {
        String plain = String.format(Locale.ROOT, format, arguments).replaceAll("\\p{Cntrl}", "?");
        out.println(plain.stripTrailing());
    }

    /** A bar whose length is a fraction of the full one, which leaves room for two numbers on its line. */
    String bar(double fraction) {
        int full = Math.max(1, Math.min(LONGEST_BAR, columns - BESIDE_BAR));
        return "█".repeat((int) Math.round(fraction * full));
    }
}
