package dev.mnistscorer.table;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

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

    /** Type of the column. */
    DataType type() {
        return type;
    }

    /** Tells whether the column takes the output of the last layer's activation; a prediction does not. */
    public boolean needsActivation() {
        return this != PREDICTION;
    }
}
