package dev.mnistscorer.image;

import dev.mnistscorer.table.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;

/**
 * Explanation of lines that Spark could not read as rows, whose text is in column {@link Columns#MALFORMED}. What a line must
 * be is in the metadata of that column.
 *
 * @param separator separator of values; empty for lines of JSON
 * @param values number of values that a line must hold
 * @param numbers true if all of them must be numbers
 */
public record MalformedLine(Optional<Character> separator, int values, boolean numbers) {
    private static final String SEPARATOR = "separator";
    private static final String VALUES = "values";
    private static final String NUMBERS = "numbers";
    private static final char QUOTE = '"';
    private static final int LONGEST_QUOTE = 60;

    /** Lines of separated values. */
    public static MalformedLine csv(char separator, int values, boolean numbers) {
        return new MalformedLine(Optional.of(separator), values, numbers);
    }

    /** Lines of JSON. */
    public static MalformedLine json() {
        return new MalformedLine(Optional.empty(), 0, false);
    }

    /** The explanation that the metadata of a column hold. */
    static MalformedLine of(StructField column) {
        Metadata metadata = column.metadata();
        return metadata.contains(SEPARATOR)
                ? csv(
                        metadata.getString(SEPARATOR).charAt(0),
                        Math.toIntExact(metadata.getLong(VALUES)),
                        metadata.getBoolean(NUMBERS))
                : json();
    }

    /** The metadata of a column. */
    public Metadata metadata() {
        MetadataBuilder metadata = new MetadataBuilder();
        separator.ifPresent(character -> metadata.putString(SEPARATOR, character.toString())
                .putLong(VALUES, values)
                .putBoolean(NUMBERS, numbers));
        return metadata.build();
    }

    /** The reason of a line that could not be read. */
    public String reason(String line) {
        String start = line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "…" : line;
        return "the line is malformed: "
                + separator
                        .map(character -> reason(split(line.strip(), character)))
                        .orElse("it must be JSON")
                + ": " + start;
    }

    private String reason(List<String> found) {
        if (found.size() != values) {
            return "it must hold " + values + " values but holds " + found.size();
        }
        return IntStream.range(0, values)
                .filter(i -> numbers && !isNumber(found.get(i)))
                .mapToObj(i -> "value " + (i + 1) + " must be a number but is " + found.get(i))
                .findFirst()
                .orElse("a value is not of the type that it has in the first lines");
    }

    private static List<String> split(String line, char separator) {
        List<String> values = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < line.length(); i++) {
            quoted ^= line.charAt(i) == QUOTE;
            if (line.charAt(i) == separator && !quoted) {
                values.add(line.substring(from, i));
                from = i + 1;
            }
        }
        values.add(line.substring(from));
        return values;
    }

    private static boolean isNumber(String value) {
        String text = value.strip().replaceFirst("^\"(.*)\"$", "$1");
        try {
            Double.parseDouble(text);
            return true;
        } catch (NumberFormatException e) {
            return text.isEmpty();
        }
    }
}
