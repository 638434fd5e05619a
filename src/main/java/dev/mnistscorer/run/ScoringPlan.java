package dev.mnistscorer.run;

import dev.mnistscorer.evaluation.Evaluator;
import dev.mnistscorer.image.Shape;
import dev.mnistscorer.publish.Delivery;
import dev.mnistscorer.publish.RowWriters;
import dev.mnistscorer.publish.RunIdentity;
import dev.mnistscorer.scoring.Scorer;
import dev.mnistscorer.spark.InternalRows;
import dev.mnistscorer.table.ClassNames;
import dev.mnistscorer.table.ImageSize;
import dev.mnistscorer.table.InvalidRowPolicy;
import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Everything that a run needs to be scored.
 *
 * @param resolved images and network
 * @param identity identity of the predictions
 * @param delivery destination of the predictions
 * @param images the images
 * @param scorer scores them
 * @param rows the images as the scorer takes them
 * @param evaluator tallies the scored rows
 * @param names names of the classes
 */
record ScoringPlan(
        Resolved resolved,
        RunIdentity identity,
        Delivery delivery,
        Dataset<Row> images,
        Scorer scorer,
        InternalRows rows,
        Evaluator evaluator,
        ClassNames names)
        implements AutoCloseable {
    ImageSize size() {
        return ImageSize.of(images.schema());
    }

    Shape shape() {
        return new Shape(size().height(), size().width());
    }

    /** Makes the place for the predictions, and the task that scores a partition. */
    ScoringTask begin(InvalidRowPolicy policy) {
        RowWriters writers = delivery.begin(rows.schema(), scorer.schema(rows.schema()), policy);
        return new ScoringTask(scorer.broadcast(images), evaluator, policy, writers, shape(), scorer.format());
    }

    /** Withdraws predictions that were neither published nor rejected. */
    @Override
    public void close() throws IOException {
        delivery.close();
    }
}
