package dev.mnistscorer.run;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.table.Columns;
import dev.mnistscorer.table.MetricsLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns by whose values accuracy is counted. */
final class SliceColumns {
    private static final List<String> OWN =
            List.of(Columns.MALFORMED, Columns.ORIGIN, Columns.INDEX, Columns.LABEL, Columns.IMAGE);

    private SliceColumns() {}

    /**
     * Returns the file, where its name is read anyway, and the columns that are asked for.
     *
     * @param asked names of columns
     * @param images columns of the images, with those that are kept
     * @param input name of the input, for messages
     * @throws BadInputException if there is no such column, or none whose values can be told apart as text
     */
    static List<String> of(List<String> asked, StructType images, MetricsLevel level, String input) {
        List<String> usable = Arrays.stream(images.fields())
                .filter(field -> !OWN.contains(field.name()) && hasFewValues(field.dataType()))
                .map(StructField::name)
                .toList();
        List<String> columns = new ArrayList<>();
        if (level == MetricsLevel.ALL && List.of(images.fieldNames()).contains(Columns.ORIGIN)) {
            columns.add(Columns.ORIGIN);
        }
        for (String name : asked) {
            columns.add(usable.stream()
                    .filter(name::equalsIgnoreCase)
                    .findFirst()
                    .orElseThrow(() -> BadInputException.in(
                            input,
                            "--slice-by must name kept columns of text, whole numbers, booleans or dates but named %s;"
                                    + " there are %s",
                            name,
                            usable.isEmpty() ? "none" : String.join(", ", usable))));
        }
        return columns;
    }

    private static boolean hasFewValues(DataType type) {
        return type instanceof StringType
                || type instanceof BooleanType
                || type instanceof DateType
                || type instanceof ByteType
                || type instanceof ShortType
                || type instanceof IntegerType
                || type instanceof LongType;
    }
}
