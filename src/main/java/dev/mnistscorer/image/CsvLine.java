package dev.mnistscorer.image;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;

/**
 * Explanation of lines of separated values that could not be read.
 *
 * @param separator separator of values
 * @param values number of values that a line must hold
 * @param numbers true if all of them must be numbers
 */
public record CsvLine(char separator, int values, boolean numbers) implements MalformedLine {
    private static final long serialVersionUID = 1L;
    private static final String SEPARATOR = "separator";
    private static final String VALUES = "values";
    private static final String NUMBERS = "numbers";
    private static final char QUOTE = '"';

    static boolean isIn(Metadata metadata) {
        return metadata.contains(SEPARATOR);
    }

    static CsvLine of(Metadata metadata) {
        return new CsvLine(
                metadata.getString(SEPARATOR).charAt(0),
                Math.toIntExact(metadata.getLong(VALUES)),
                metadata.getBoolean(NUMBERS));
    }

    @Override
    public Metadata metadata() {
        return new MetadataBuilder()
                .putString(SEPARATOR, Character.toString(separator))
                .putLong(VALUES, values)
                .putBoolean(NUMBERS, numbers)
                .build();
    }

    @Override
    public String fault(String line) {
        List<String> found = split(line.strip());
        if (found.size() != values) {
            return "it must hold " + values + " values but holds " + found.size();
        }
        return IntStream.range(0, values)
                .filter(i -> numbers && !isNumber(found.get(i)))
                .mapToObj(i -> "value " + (i + 1) + " must be a number but is " + found.get(i))
                .findFirst()
                .orElse("a value is not of the type that it has in the first lines");
    }

    private List<String> split(String line) {
        List<String> found = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < line.length(); i++) {
            quoted ^= line.charAt(i) == QUOTE;
            if (line.charAt(i) == separator && !quoted) {
                found.add(line.substring(from, i));
                from = i + 1;
            }
        }
        found.add(line.substring(from));
        return found;
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
