package dev.mnistscorer.training;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.table.Columns;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Check of labels before a training: MLlib logs what a task finds with its stack trace.
 *
 * @param classes labels must be below it
 * @param purpose use of the images, for messages: "trained on"
 */
public record LabelCheck(int classes, String purpose) {
    /**
     * Checks the labels of all images.
     *
     * @param name name of the images, for messages
     * @throws BadInputException if an image has no label, or one that is not below the number of classes
     */
    public void require(Dataset<Row> images, String name) {
        List<Row> unlabelled = images.filter(images.col(Columns.LABEL).isNull())
                .select(Columns.ORIGIN, Columns.INDEX)
                .takeAsList(1);
        if (!unlabelled.isEmpty()) {
            Row row = unlabelled.get(0);
            throw BadInputException.in(
                    row.getString(0),
                    "images must have labels to be %s but image %d has none",
                    purpose,
                    row.getLong(1));
        }
        Row largest = images.agg(functions.max(Columns.LABEL)).takeAsList(1).get(0);
        if (!largest.isNullAt(0) && largest.getInt(0) >= classes) {
            throw BadInputException.in(
                    name,
                    "labels must be in 0..%d, for the %d classes at the end of --layers, but go up to %d",
                    classes - 1,
                    classes,
                    largest.getInt(0));
        }
    }
}
