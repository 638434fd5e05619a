package dev.mnistscorer.scoring;

import dev.mnistscorer.table.Columns;
import dev.mnistscorer.table.ScoreField;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;

/** Columns at the end of a table that a scorer takes. */
enum InputColumns {
    /** The image alone. */
    IMAGE(List.of(Columns.IMAGE)),
    /** The label, which is checked and becomes the class, and the image. */
    LABEL_AND_IMAGE(List.of(Columns.LABEL, Columns.IMAGE)),
    /** The same, and the text of lines that could not be read, which are invalid rows. */
    LINE_LABEL_AND_IMAGE(List.of(Columns.MALFORMED, Columns.LABEL, Columns.IMAGE));

    private final List<String> names;

    InputColumns(List<String> names) {
        this.names = names;
    }

    /** The columns that a job takes of a table: the label and the text of malformed lines too where there are such. */
    static InputColumns of(StructType table) {
        List<String> names = List.of(table.fieldNames());
        if (!names.contains(Columns.LABEL)) {
            return IMAGE;
        }
        return names.contains(Columns.MALFORMED) ? LINE_LABEL_AND_IMAGE : LABEL_AND_IMAGE;
    }

    /** Names of the columns, in order. */
    List<String> names() {
        return names;
    }

    /** Columns that a scorer gives in place of these. */
    StructType scored(List<ScoreField> scores, Metadata image) {
        StructType columns = new StructType();
        if (hasLabel()) {
            columns = columns.add(Columns.LABEL, DataTypes.IntegerType, true);
        }
        return ScoreField.add(columns, scores).add(Columns.IMAGE, DataTypes.BinaryType, false, image);
    }

    /** Tells whether the label is one of the columns. */
    boolean hasLabel() {
        return names.contains(Columns.LABEL);
    }

    /** Number of the columns. */
    int count() {
        return names.size();
    }
}
