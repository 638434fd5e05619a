package dev.mnistscorer.scoring;

import dev.mnistscorer.spark.BatchFunction;
import dev.mnistscorer.spark.RowView;
import dev.mnistscorer.table.Columns;
import dev.mnistscorer.table.ScoreColumn;
import java.util.Arrays;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/** The forward pass as a function of mini-batches of rows: score columns, and the image once more as the last column. */
final class ImageBatch implements BatchFunction {
    private final ForwardPass pass;
    private final int pixels;
    private final int imageColumn;
    private final ScoreColumn[] scores;
    private final StructType columns;
    private final RowCheck check;
    private final InvalidRows invalidRows;

    /**
     * A function of the rows that {@code row} views.
     *
     * @param scores columns to be computed
     */
    ImageBatch(
            ForwardPass pass,
            RowView row,
            int pixels,
            Set<ScoreColumn> scores,
            RowCheck check,
            InvalidRows invalidRows) {
        this.pass = pass;
        this.pixels = pixels;
        this.imageColumn = row.column(Columns.IMAGE);
        this.scores = scores.stream().sorted().toArray(ScoreColumn[]::new);
        this.columns =
                ScoreColumn.add(new StructType(), scores).add(row.schema().apply(Columns.IMAGE));
        this.check = check;
        this.invalidRows = invalidRows;
    }

    @Override
    public StructType columns() {
        return columns;
    }

    @Override
    public int batchSize() {
        return pass.batchSize();
    }

    @Override
    public boolean accept(RowView row, int place) {
        if (!check.passes()) {
            invalidRows.take(row, check.reason());
            return false;
        }
        row.copyBytes(imageColumn, pixels, pass.pixels(), place * pixels);
        return true;
    }

    @Override
    public void run(int count) {
        pass.run(count);
    }

    @Override
    public Object value(int place, int column) {
        if (column == scores.length) {
            return Arrays.copyOfRange(pass.pixels(), place * pixels, (place + 1) * pixels);
        }
        return switch (scores[column]) {
            case PREDICTION -> pass.prediction(place);
            case CONFIDENCE -> pass.confidence(place);
            case PROBABILITY -> pass.scores(place);
        };
    }
}
