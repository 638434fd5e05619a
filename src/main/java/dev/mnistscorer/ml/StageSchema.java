package dev.mnistscorer.ml;

import dev.mnistscorer.image.ImageColumn;
import dev.mnistscorer.image.PixelRange;
import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.scoring.StageColumn;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Checks of the columns of a table before any work is done, as Spark's own stages make them. */
final class StageSchema {
    private StageSchema() {}

    /** Tells whether a network gives probabilities. */
    static boolean givesProbabilities(DenseNetwork network) {
        return network.output().activation() == Activation.SOFTMAX;
    }

    /**
     * Checks the column of images.
     *
     * @param range range of its numbers; null if only their type tells it
     * @throws IllegalArgumentException naming the column and its type, if it cannot be read
     */
    static void requireImages(StructType schema, String name, PixelRange range) {
        if (!names(schema).contains(name)) {
            throw new IllegalArgumentException("the table must have a column " + name + " but has "
                    + String.join(", ", names(schema)) + "; setFeaturesCol names another");
        }
        StructField field = schema.apply(name);
        String type = field.dataType().simpleString();
        if (ImageColumn.of(field).isEmpty()) {
            throw new IllegalArgumentException(
                    "column " + name + " must be " + ImageColumn.TYPES + " to hold images but is " + type);
        }
        if (range == null && ImageColumn.holdsFractions(field)) {
            throw new IllegalArgumentException("column " + name + " holds fractional numbers (" + type
                    + "), whose range must be given: setPixelRange(\"0..1\"), (\"0..255\") or another,"
                    + " or (\"none\") for numbers that enter the network as they are");
        }
    }

    private static List<String> names(StructType schema) {
        return List.of(schema.fieldNames());
    }

    /**
     * Returns a table's columns with those of a stage after them.
     *
     * @throws IllegalArgumentException if there are none, the network does not give one of them, or the table has one of the
     *     same name
     */
    static StructType append(StructType schema, Map<StageColumn, String> columns, DenseNetwork network) {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException(
                    "one of predictionCol, probabilityCol and rawPredictionCol must name a column but all are empty");
        }
        if (columns.containsKey(StageColumn.PROBABILITY) && !givesProbabilities(network)) {
            throw new IllegalArgumentException(
                    "probabilityCol must be empty for a network that does not end in softmax, "
                            + network + ", but is " + columns.get(StageColumn.PROBABILITY)
                            + "; rawPredictionCol holds its outputs");
        }
        StructType result = schema;
        for (Map.Entry<StageColumn, String> each : columns.entrySet()) {
            if (names(result).contains(each.getValue())) {
                throw new IllegalArgumentException("the table must have no column " + each.getValue()
                        + ", which this stage adds, but has " + String.join(", ", names(schema)));
            }
            result = result.add(each.getValue(), each.getKey().type(), false);
        }
        return result;
    }
}
