package dev.mnistscorer.scoring;

import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** A column that a stage of an ML pipeline adds, of the type that Spark's own stages give it, in their order. */
public enum StageColumn {
    /** The logits of all classes, or the outputs of a network that does not end in softmax. */
    RAW_PREDICTION(SQLDataTypes.VectorType()),
    /** The probabilities of all classes. */
    PROBABILITY(SQLDataTypes.VectorType()),
    /** The class with the highest logit; of equal ones the lowest class. */
    PREDICTION(DataTypes.DoubleType);

    private final DataType type;

    StageColumn(DataType type) {
        this.type = type;
    }

    /** Type of the column. */
    public DataType type() {
        return type;
    }

    /** Value of the column for an image of a mini-batch. */
    Object value(ForwardPass pass, int place) {
        return switch (this) {
            case RAW_PREDICTION -> doubles(pass.logits(place));
            case PROBABILITY -> doubles(pass.scores(place));
            case PREDICTION -> (double) pass.prediction(place);
        };
    }

    private static double[] doubles(float[] values) {
        double[] numbers = new double[values.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values[i];
        }
        return numbers;
    }
}
