package dev.mnistscorer.source.table;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.table.Columns;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Columns of a file of separated values. Those of a file without names are the pixels of a square image, and perhaps its label
 * as the first or the last one.
 */
final class CsvColumns {
    private CsvColumns() {}

    /**
     * Returns the columns.
     *
     * @param columns those that Spark infers from the first lines, with names of its own where the file has none
     * @param lines the first lines
     * @param file for messages
     * @throws BadInputException if columns without names cannot be told apart
     */
    static StructType of(CsvDialect dialect, StructType columns, List<String> lines, String file) {
        if (dialect.header()) {
            return widened(columns);
        }
        if (isSquare(columns.length())) {
            return widened(named(columns, -1));
        }
        if (!isSquare(columns.length() - 1)) {
            throw BadInputException.in(
                    file,
                    "lines without a header must hold the pixels of a square image, and perhaps a label, but have %d"
                            + " values; give the file a header",
                    columns.length());
        }
        return widened(named(columns, label(dialect, lines, columns.length() - 1, file)));
    }

    /**
     * Gives all columns of pixels one type of numbers: some programs write pixels that are 0 in all of the first lines
     * without a point, and a text in one line must not make its column one of texts.
     */
    private static StructType widened(StructType columns) {
        Map<String, DataType> types = new HashMap<>();
        for (PixelColumns pixels : PixelColumns.in(supposed(columns), Optional.of(Columns.LABEL))) {
            List<DataType> numbers = pixels.names().stream()
                    .map(name -> columns.apply(name).dataType())
                    .filter(NumericType.class::isInstance)
                    .toList();
            if (2 * numbers.size() >= pixels.names().size()) {
                DataType type = numbers.stream()
                        .max(Comparator.comparingInt(CsvColumns::rank))
                        .orElseThrow();
                pixels.names().forEach(name -> types.put(name, type));
            }
        }
        StructType result = new StructType();
        for (StructField field : columns.fields()) {
            result = result.add(field.name(), types.getOrDefault(field.name(), field.dataType()), true);
        }
        return result;
    }

    /** The columns as if those of texts were numbers. */
    private static StructType supposed(StructType columns) {
        StructType result = new StructType();
        for (StructField field : columns.fields()) {
            boolean text = field.dataType() instanceof StringType;
            result = result.add(field.name(), text ? DataTypes.IntegerType : field.dataType(), true);
        }
        return result;
    }

    private static int rank(DataType numbers) {
        return numbers instanceof IntegralType ? numbers.defaultSize() : Integer.MAX_VALUE;
    }

    private static boolean isSquare(int number) {
        int side = (int) Math.round(Math.sqrt(number));
        return side * side == number;
    }

    /** The one of the first and the last column that is not the same in all rows: corners of centred images are empty. */
    private static int label(CsvDialect dialect, List<String> lines, int last, String file) {
        List<String[]> rows = lines.stream()
                .filter(line -> !line.isBlank())
                .map(dialect::values)
                .filter(values -> values.length == last + 1)
                .toList();
        boolean first = rows.stream().map(values -> values[0]).distinct().count() > 1;
        boolean end = rows.stream().map(values -> values[last]).distinct().count() > 1;
        if (first == end) {
            throw BadInputException.in(
                    file,
                    "the label must be the first or the last value of a line, but the first %d lines do not tell which;"
                            + " give the file a header",
                    rows.size());
        }
        return first ? 0 : last;
    }

    private static StructType named(StructType columns, int label) {
        StructType result = new StructType();
        int pixel = 0;
        for (int i = 0; i < columns.length(); i++) {
            StructField field = columns.apply(i);
            String name = i == label ? Columns.LABEL : "pixel" + pixel++;
            result = result.add(name, field.dataType(), true);
        }
        return result;
    }
}
