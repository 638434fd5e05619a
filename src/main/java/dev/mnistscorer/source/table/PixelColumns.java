package dev.mnistscorer.source.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Columns that hold one pixel each: {@code pixel0, pixel1, …}, {@code 1x1, 1x2, …}, or other names that a row-major number
 * ends.
 *
 * @param names in the order of the pixels
 */
record PixelColumns(List<String> names) {
    /** Fewer columns with numbered names are taken for something else. */
    private static final int FEWEST = 4;

    private static final Pattern GRID = Pattern.compile("(\\d{1,5})x(\\d{1,5})");
    private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d{1,9})");

    /** A column and its place among those of its group. */
    private record Numbered(String name, long number) {}

    /** All groups of columns that could be the pixels of a table. */
    static List<PixelColumns> in(StructType schema, Optional<String> label) {
        Map<String, List<Numbered>> groups = new TreeMap<>();
        for (StructField field : schema.fields()) {
            if (field.dataType() instanceof NumericType && !label.equals(Optional.of(field.name()))) {
                Matcher grid = GRID.matcher(field.name());
                Matcher numbered = NUMBERED.matcher(field.name().toLowerCase(Locale.ROOT));
                if (grid.matches()) {
                    long place = Long.parseLong(grid.group(1)) << Integer.SIZE | Long.parseLong(grid.group(2));
                    groups.computeIfAbsent("x", key -> new ArrayList<>()).add(new Numbered(field.name(), place));
                } else if (numbered.matches()) {
                    groups.computeIfAbsent(numbered.group(1) + "#", key -> new ArrayList<>())
                            .add(new Numbered(field.name(), Long.parseLong(numbered.group(2))));
                }
            }
        }
        return groups.values().stream()
                .filter(group -> group.size() >= FEWEST)
                .map(group -> group.stream()
                        .sorted(Comparator.comparingLong(Numbered::number))
                        .map(Numbered::name)
                        .toList())
                .map(PixelColumns::new)
                .toList();
    }

    Column image() {
        return functions.array(names.stream().map(ColumnChoice::column).toArray(Column[]::new));
    }

    @Override
    public String toString() {
        return names.get(0) + "…" + names.get(names.size() - 1);
    }
}
