package dev.mnistscorer.run;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.publish.DeliveryOptions;
import dev.mnistscorer.table.Columns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Provenance of the rows of a run, the same in each of them.
 *
 * @param runId ID of the run
 * @param weightsSha256 sha256 of the weights file
 * @param scoredAt start of the run
 */
record Stamp(String runId, String weightsSha256, Instant scoredAt) {
    private static final List<String> NAMES = List.of(Columns.RUN_ID, Columns.WEIGHTS_SHA256, Columns.SCORED_AT);

    /**
     * Adds the columns that the output has of a run, behind those of the images.
     *
     * @param input name of the input, for messages
     * @throws BadInputException if the images have a column of such a name themselves
     */
    Dataset<Row> on(Dataset<Row> images, DeliveryOptions output, String input) {
        List<String> names = output.stamp() ? NAMES : output.table().isPresent() ? NAMES.subList(0, 1) : List.of();
        for (String name : images.columns()) {
            if (names.contains(name.toLowerCase(Locale.ROOT))) {
                throw BadInputException.in(
                        input,
                        "column %s cannot be kept, as the output has one of that name; --keep leaves it out",
                        name);
            }
        }
        if (!output.stamp()) {
            return images;
        }
        List<Column> columns = new ArrayList<>(Arrays.stream(images.columns())
                .map(name -> images.col(Columns.quoted(name)))
                .toList());
        columns.add(functions.lit(runId).as(Columns.RUN_ID));
        columns.add(functions.lit(weightsSha256).as(Columns.WEIGHTS_SHA256));
        columns.add(functions.lit(scoredAt).as(Columns.SCORED_AT));
        return images.select(columns.toArray(Column[]::new));
    }
}
