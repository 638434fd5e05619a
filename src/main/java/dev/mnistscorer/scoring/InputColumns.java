package dev.mnistscorer.scoring;

import dev.mnistscorer.table.Columns;
import dev.mnistscorer.table.ScoreColumn;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;

/** Columns at the end of a table that a scorer takes. */
enum InputColumns {
    /** The image alone. */
    IMAGE(List.of(Columns.IMAGE)),
    /** The label, which is checked and becomes the class, and the image. */
    LABEL_AND_IMAGE(List.of(Columns.LABEL, Columns.IMAGE));

    private final List<String> names;

    InputColumns(List<String> names) {
        this.names = names;
    }

    /** The columns that a job takes of a table: the label too where there is one. */
    static InputColumns of(StructType table) {
        return List.of(table.fieldNames()).contains(Columns.LABEL) ? LABEL_AND_IMAGE : IMAGE;
    }

    /** Names of the columns, in order. */
    List<String> names() {
        return names;
    }

    /** Columns that a scorer gives in place of these. */
    StructType scored(Set<ScoreColumn> scores, Metadata image) {
        StructType columns = new StructType();
        if (this == LABEL_AND_IMAGE) {
            columns = columns.add(Columns.LABEL, DataTypes.IntegerType, true);
        }
        return ScoreColumn.add(columns, scores).add(Columns.IMAGE, DataTypes.BinaryType, false, image);
    }

    /** Number of the columns. */
    int count() {
        return names.size();
    }
}
