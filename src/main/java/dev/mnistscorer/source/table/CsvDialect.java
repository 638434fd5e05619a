package dev.mnistscorer.source.table;

import dev.mnistscorer.error.BadInputException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Dialect of a file of separated values, told by its first line.
 *
 * @param separator separator of values
 * @param header true if the first line holds the names of the columns
 * @param unnamed true if a column has no name in it, as that of the row numbers that pandas writes
 */
record CsvDialect(String separator, boolean header, boolean unnamed) {
    private static final List<String> SEPARATORS = List.of(",", ";", "\t", "|", " ");

    /**
     * Looks at the first line.
     *
     * @param file for messages
     * @throws BadInputException if no separator is found in it
     */
    static CsvDialect of(String line, String file) {
        String separator = SEPARATORS.stream()
                .max(Comparator.comparingInt(each -> fields(line, each).length))
                .orElseThrow();
        String[] fields = fields(line, separator);
        if (fields.length < 2) {
            throw BadInputException.in(
                    file,
                    "a line of separated values must have a comma, a semicolon, a tab, a bar or a space but the first"
                            + " one has none");
        }
        boolean names = Stream.of(fields).anyMatch(field -> !isNumber(field));
        boolean unnamed =
                Stream.of(fields).anyMatch(field -> field.replace("\"", "").isBlank());
        return new CsvDialect(separator, names, unnamed);
    }

    /** The values of a line of numbers, without the spaces around them. */
    String[] values(String line) {
        return Stream.of(fields(line, separator)).map(String::strip).toArray(String[]::new);
    }

    private static String[] fields(String line, String separator) {
        return line.strip().split(Pattern.quote(separator));
    }

    private static boolean isNumber(String field) {
        String text = field.strip().replaceFirst("^\"(.*)\"$", "$1");
        try {
            Double.parseDouble(text);
            return true;
        } catch (NumberFormatException e) {
            return text.isEmpty();
        }
    }

    /** Options of Spark's reader. */
    Map<String, String> options() {
        return Map.of(
                "sep",
                separator,
                "header",
                Boolean.toString(header),
                "ignoreLeadingWhiteSpace",
                "true",
                "ignoreTrailingWhiteSpace",
                "true",
                // Spark makes names for columns without one, and does not find these in the header.
                "enforceSchema",
                Boolean.toString(unnamed));
    }
}
