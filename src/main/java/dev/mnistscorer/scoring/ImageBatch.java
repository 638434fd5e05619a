package dev.mnistscorer.scoring;

import dev.mnistscorer.image.LabelDecoder;
import dev.mnistscorer.spark.BatchFunction;
import dev.mnistscorer.spark.RowView;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/**
 * The forward passes as a function of mini-batches of rows. It takes the columns of label and image, and gives the class of the
 * label, the score columns, and the image as unsigned bytes.
 */
final class ImageBatch implements BatchFunction {
    private final BatchPasses passes;
    private final LabelDecoder labels;
    private final RowCheck check;
    private final InputColumns inputs;
    private final StructType columns;
    private final InvalidRows invalidRows;

    /**
     * A function of rows.
     *
     * @param inputs columns that the function takes
     * @param columns columns that it gives
     */
    ImageBatch(
            BatchPasses passes,
            LabelDecoder labels,
            RowCheck check,
            InputColumns inputs,
            StructType columns,
            InvalidRows invalidRows) {
        this.passes = passes;
        this.labels = labels;
        this.check = check;
        this.inputs = inputs;
        this.columns = columns;
        this.invalidRows = invalidRows;
    }

    @Override
    public int inputs() {
        return inputs.count();
    }

    @Override
    public StructType columns() {
        return columns;
    }

    @Override
    public int batchSize() {
        return passes.batchSize();
    }

    @Override
    public boolean accept(RowView row, int place) {
        if (place == 0) {
            passes.images().clear();
        }
        Optional<String> invalid = check.decode(passes.images(), place);
        invalid.ifPresent(reason -> invalidRows.take(row, reason));
        return invalid.isEmpty();
    }

    @Override
    public void run(int count) {
        passes.run(count);
    }

    @Override
    public Object value(int place, int column) {
        int score = inputs.hasLabel() ? column - 1 : column;
        if (score < 0) {
            return labels.label(place);
        }
        return score == passes.fields() ? passes.images().copyOf(place) : passes.value(place, score);
    }
}
