package dev.mnistscorer.run;

import java.io.PrintStream;
import java.util.Locale;

/** Lines for a terminal. Names from files may be in them: control characters are replaced. */
record TerminalLines(PrintStream out) {
    private static final int BAR_WIDTH = 40;

    void line(String format, Object... arguments) {
        String plain = String.format(Locale.ROOT, format, arguments).replaceAll("\\p{Cntrl}", "?");
        out.println(plain.stripTrailing());
    }

    /** A bar whose length is a fraction of the full one. */
    static String bar(double fraction) {
        return "█".repeat((int) Math.round(fraction * BAR_WIDTH));
    }
}
