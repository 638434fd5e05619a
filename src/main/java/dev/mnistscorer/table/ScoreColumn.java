package dev.mnistscorer.table;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A column that scoring adds to a table of images. A column that is not asked for is not computed. */
public enum ScoreColumn {
    /** The class with the highest logit; of equal ones the lowest class. */
    PREDICTION(Columns.PREDICTION, DataTypes.IntegerType),
    /** The score of that class. */
    CONFIDENCE(Columns.CONFIDENCE, DataTypes.FloatType),
    /** The scores of all classes. */
    PROBABILITY(Columns.PROBABILITY, DataTypes.createArrayType(DataTypes.FloatType, false));

    private final String column;
    private final DataType type;

    ScoreColumn(String column, DataType type) {
        this.column = column;
        this.type = type;
    }

    /** Name of the column. */
    public String column() {
        return column;
    }

    /** Tells whether the column takes the output of the last layer's activation; a prediction does not. */
    public boolean needsActivation() {
        return this != PREDICTION;
    }

    /** Columns of the two sets. */
    public static Set<ScoreColumn> union(Collection<ScoreColumn> some, Collection<ScoreColumn> more) {
        Set<ScoreColumn> all = EnumSet.noneOf(ScoreColumn.class);
        all.addAll(some);
        all.addAll(more);
        return all;
    }

    /** A table with more columns at its end, in the order of this enum. */
    public static StructType add(StructType table, Set<ScoreColumn> columns) {
        StructType result = table;
        for (ScoreColumn each : values()) {
            if (columns.contains(each)) {
                result = result.add(each.column, each.type, false);
            }
        }
        return result;
    }
}
