package dev.mnistscorer.source.table;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.table.Columns;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DoubleType;
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
     * @param sample the first rows
     * @param file for messages
     * @throws BadInputException if columns without names cannot be told apart
     */
    static StructType of(CsvDialect dialect, Dataset<Row> sample, String file) {
        StructType columns = sample.schema();
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
        return widened(named(columns, label(sample.collectAsList(), columns.length() - 1, file)));
    }

    /** Pixels are fractional if one is: some programs write those that are 0 in all of the first lines without a point. */
    private static StructType widened(StructType columns) {
        Set<String> fractional = PixelColumns.in(columns, Optional.of(Columns.LABEL)).stream()
                .map(PixelColumns::names)
                .filter(names ->
                        names.stream().anyMatch(name -> columns.apply(name).dataType() instanceof DoubleType))
                .flatMap(List::stream)
                .collect(Collectors.toSet());
        StructType result = new StructType();
        for (StructField field : columns.fields()) {
            DataType type = fractional.contains(field.name()) ? DataTypes.DoubleType : field.dataType();
            result = result.add(field.name(), type, true);
        }
        return result;
    }

    private static boolean isSquare(int number) {
        int side = (int) Math.round(Math.sqrt(number));
        return side * side == number;
    }

    /** The one of the first and the last column that is not the same in all rows: corners of centred images are empty. */
    private static int label(List<Row> rows, int last, String file) {
        boolean first = rows.stream().map(row -> row.get(0)).distinct().count() > 1;
        boolean end = rows.stream().map(row -> row.get(last)).distinct().count() > 1;
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
