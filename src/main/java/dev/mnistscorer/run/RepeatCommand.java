package dev.mnistscorer.run;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The command line that gives the figures of a run again. */
final class RepeatCommand {
    /** Arguments that change no figure. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "batchSize",
            "partitions",
            "kernel",
            "output",
            "outputTable",
            "createTable",
            "stamp",
            "format",
            "keep",
            "probabilities",
            "report",
            "runId",
            "overwrite",
            "incremental",
            "history");

    /** Words that a shell takes as they are. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

    private static final String INPUT = "input";
    private static final String INPUT_TABLE = "inputTable";

    private RepeatCommand() {}

    /**
     * Returns the command.
     *
     * @param arguments the arguments by their names; null where one was left out
     * @param input name of the images, if the arguments do not name them
     */
    static String of(Map<String, Object> arguments, String input) {
        Map<String, Object> stated = new LinkedHashMap<>(arguments);
        if (stated.get(INPUT) == null && stated.get(INPUT_TABLE) == null) {
            stated.put(INPUT, input);
        }
        StringBuilder command = new StringBuilder("./submit.sh score");
        stated.forEach((name, value) -> {
            if (value != null && !WITHOUT_EFFECT.contains(name) && !Boolean.FALSE.equals(value)) {
                command.append(" --").append(kebabCase(name));
                if (!Boolean.TRUE.equals(value)) {
                    command.append(' ').append(quoted(value.toString()));
                }
            }
        });
        return command.toString();
    }

    private static String kebabCase(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String quoted(String value) {
        return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
    }
}
