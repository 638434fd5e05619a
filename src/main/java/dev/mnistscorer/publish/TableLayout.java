package dev.mnistscorer.publish;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.spark.TargetTable;
import dev.mnistscorer.table.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Layout that a table must have to take the rows of runs.
 *
 * @param name name of the table, for messages
 */
record TableLayout(String name) {
    /** The columns of rows in a table: they may have the ID of the run already, and get it if not. */
    static StructType columns(StructType rows) {
        StructType columns = new StructType();
        for (StructField field : rows.fields()) {
            columns = columns.add(field.name(), field.dataType());
        }
        return List.of(rows.fieldNames()).contains(Columns.RUN_ID)
                ? columns
                : columns.add(Columns.RUN_ID, DataTypes.StringType);
    }

    /**
     * Makes a table.
     *
     * @param format as in {@link OutputTable}
     * @throws BadInputException if it is not to be made, or cannot be
     */
    void create(SparkSession session, TargetTable table, Optional<String> format, StructType columns) {
        String named = format.orElseThrow(() ->
                new BadInputException("Cannot write to " + name + ": there is no such table; --create-table makes it"));
        String using = named.equals(OutputTable.DEFAULT_FORMAT) ? "" : " USING " + Columns.quoted(named);
        try {
            session.sql("CREATE TABLE IF NOT EXISTS " + table.quoted() + " (" + columns.toDDL() + ")" + using
                    + " PARTITIONED BY (" + Columns.RUN_ID + ")");
        } catch (Exception e) {
            // Spark's own refusals are checked exceptions that are not declared.
            throw BadInputException.cannot("create", name, e);
        }
    }

    /**
     * Checks a table.
     *
     * @throws BadInputException if it does not take rows of these columns
     */
    void require(TargetTable.Description table, StructType rows) {
        if (!table.replacesRows()) {
            throw BadInputException.in(
                    name,
                    "the table must have a format that replaces the rows of a run in one commit, such as Iceberg or"
                            + " Delta, but its format is %s",
                    table.format());
        }
        List<String> misfits = misfits(table.columns(), rows);
        if (!misfits.isEmpty()) {
            throw BadInputException.in(
                    name, "the table must have the columns of the predictions but %s", String.join("; ", misfits));
        }
        if (!table.partitions().contains(Columns.RUN_ID)) {
            throw BadInputException.in(
                    name,
                    "the table must be partitioned by %s, so that a run is replaced without the rows of others, but is %s",
                    Columns.RUN_ID,
                    table.partitions().isEmpty()
                            ? "not partitioned"
                            : "partitioned by " + String.join(", ", table.partitions()));
        }
    }

    private static List<String> misfits(StructType table, StructType rows) {
        List<String> misfits = new ArrayList<>();
        for (StructField row : rows.fields()) {
            Optional<StructField> column = named(table, row.name());
            if (column.isEmpty()) {
                misfits.add("has no " + row.name() + " " + row.dataType().simpleString());
            } else if (!TargetTable.fits(row.dataType(), column.get().dataType())) {
                misfits.add("its " + row.name() + " is "
                        + column.get().dataType().simpleString() + ", not "
                        + row.dataType().simpleString());
            }
        }
        for (StructField column : table.fields()) {
            if (!column.nullable() && named(rows, column.name()).isEmpty()) {
                misfits.add("its " + column.name() + " takes no nulls, and they have no " + column.name());
            }
        }
        return misfits;
    }

    private static Optional<StructField> named(StructType columns, String name) {
        return Arrays.stream(columns.fields())
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
