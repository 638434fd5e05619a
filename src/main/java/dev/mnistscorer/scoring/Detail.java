package dev.mnistscorer.scoring;

import dev.mnistscorer.table.Columns;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/** How much is told of each image. What is not asked for is not computed; what is, is the same in every detail. */
public enum Detail {
    /** {@code prediction}: the class with the highest score; the lowest of several. */
    CLASS,
    /** And {@code confidence}: the score of that class, a probability if the network ends in softmax. */
    CONFIDENCE,
    /** And {@code probability}: the scores of all classes. */
    PROBABILITIES;

    /** The columns that scoring adds. */
    List<StructField> columns() {
        List<StructField> columns = new ArrayList<>();
        columns.add(new StructField(Columns.PREDICTION, DataTypes.IntegerType, false, Metadata.empty()));
        if (this != CLASS) {
            columns.add(new StructField(Columns.CONFIDENCE, DataTypes.FloatType, false, Metadata.empty()));
        }
        if (this == PROBABILITIES) {
            columns.add(new StructField(
                    Columns.PROBABILITY,
                    DataTypes.createArrayType(DataTypes.FloatType, false),
                    false,
                    Metadata.empty()));
        }
        return columns;
    }
}
