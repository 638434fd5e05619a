package dev.mnistscorer.evaluation;

import dev.mnistscorer.spark.RowView;
import dev.mnistscorer.table.Columns;
import dev.mnistscorer.table.NetworkRole;
import java.util.List;

/** The current row of a partition as a scored image. */
public final class ScoredRow implements ScoredImage {
    private final RowView row;
    private final int labelColumn;
    private final int predictionColumn;
    private final int probabilityColumn;
    private final int confidenceColumn;
    private final int challengerPredictionColumn;
    private final int challengerConfidenceColumn;
    private final int originColumn;
    private final int indexColumn;
    private final int imageColumn;
    private final int[] sliceColumns;

    /** The rows that {@code row} views, all of them valid. */
    public ScoredRow(RowView row) {
        this(row, List.of());
    }

    /**
     * The rows that {@code row} views, all of them valid.
     *
     * @param slices names of the slice columns
     */
    public ScoredRow(RowView row, List<String> slices) {
        this.row = row;
        this.labelColumn = row.column(Columns.LABEL);
        this.predictionColumn = row.column(Columns.PREDICTION);
        this.probabilityColumn = row.column(Columns.PROBABILITY);
        this.confidenceColumn = row.column(Columns.CONFIDENCE);
        this.challengerPredictionColumn = row.column(NetworkRole.CHALLENGER.column(Columns.PREDICTION));
        this.challengerConfidenceColumn = row.column(NetworkRole.CHALLENGER.column(Columns.CONFIDENCE));
        this.originColumn = row.column(Columns.ORIGIN);
        this.indexColumn = row.column(Columns.INDEX);
        this.imageColumn = row.column(Columns.IMAGE);
        this.sliceColumns = slices.stream().mapToInt(row::column).toArray();
    }

    @Override
    public int label() {
        return row.isNull(labelColumn) ? NO_LABEL : row.getInt(labelColumn);
    }

    @Override
    public int prediction() {
        return row.getInt(predictionColumn);
    }

    @Override
    public float[] probabilities() {
        return row.getFloats(probabilityColumn);
    }

    @Override
    public float confidence() {
        return row.getFloat(confidenceColumn);
    }

    @Override
    public int challengerPrediction() {
        return row.getInt(challengerPredictionColumn);
    }

    @Override
    public float challengerConfidence() {
        return row.getFloat(challengerConfidenceColumn);
    }

    @Override
    public String origin() {
        return row.getString(originColumn);
    }

    @Override
    public long index() {
        return row.isNull(indexColumn) ? NO_INDEX : row.getLong(indexColumn);
    }

    @Override
    public String slice(int number) {
        int column = sliceColumns[number];
        if (row.isNull(column)) {
            return MISSING;
        }
        return column == originColumn ? origin() : row.getText(column);
    }

    @Override
    public byte[] pixels() {
        return row.getBytes(imageColumn);
    }
}
