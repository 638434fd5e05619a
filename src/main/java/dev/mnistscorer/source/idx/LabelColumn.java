package dev.mnistscorer.source.idx;

import dev.mnistscorer.table.Columns;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Elements of a label, in their order, with the columns of the table that have them. All labels have the first; those of
 * QMNIST, of eight elements, have the others too (README of QMNIST, "Using the QMNIST extended labels"); the last two
 * elements of these, for duplicates and unused, are always 0.
 */
enum LabelColumn {
    /** Class of the digit. */
    LABEL(Columns.LABEL),
    /** Series of NIST's forms: 0 and 1 were written by employees, 4 by students. */
    SERIES("series"),
    /** NIST's number of the writer. */
    WRITER("writer"),
    /** Number of the digit among those of the writer. */
    WRITER_INDEX("writer_index"),
    /** NIST's code of the class: 30 to 39. */
    NIST_CLASS("nist_class"),
    /** Number of the digit among all of NIST's. */
    NIST_INDEX("nist_index");

    /** The columns that only QMNIST's labels have. */
    static final List<LabelColumn> MORE =
            Arrays.stream(values()).filter(each -> each != LABEL).toList();

    /** Elements of a label of QMNIST. */
    private static final int QMNIST_LENGTH = 8;

    private final String column;

    LabelColumn(String column) {
        this.column = column;
    }

    /** Name of the column. */
    String column() {
        return column;
    }

    /** Place of the element in a label. */
    int element() {
        return ordinal();
    }

    /** Tells whether a file of labels is one of QMNIST's. */
    static boolean isQmnist(ArrayHeader labels) {
        return labels.type() == ElementType.I4 && labels.width() == QMNIST_LENGTH;
    }

    /** A table with the columns that only QMNIST's labels have at its end. */
    static StructType addTo(StructType table) {
        StructType columns = table;
        for (LabelColumn each : MORE) {
            columns = columns.add(each.column, DataTypes.IntegerType, true);
        }
        return columns;
    }
}
