package dev.mnistscorer.evaluation;

import dev.mnistscorer.error.BadInputException;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** A row as a scored image. One object serves all rows of a task. */
final class ScoredRow implements ScoredImage {
    private static final int ABSENT = -1;

    private final int classes;
    private final int label;
    private final int prediction;
    private final int probability;
    private final int origin;
    private final int index;
    private final int image;

    private InternalRow row;
    private UTF8String lastOrigin;
    private String lastOriginText;

    ScoredRow(StructType schema, int classes) {
        List<String> names = List.of(schema.fieldNames());
        this.classes = classes;
        this.label = names.indexOf("label");
        this.prediction = names.indexOf("prediction");
        this.probability = names.indexOf("probability");
        this.origin = names.indexOf("origin");
        this.index = names.indexOf("index");
        this.image = names.indexOf("image");
    }

    ScoredRow of(InternalRow current) {
        row = current;
        return this;
    }

    /** Whether there is a prediction. */
    boolean scored() {
        return !row.isNullAt(prediction);
    }

    @Override
    public int label() {
        if (label == ABSENT || row.isNullAt(label)) {
            return NO_LABEL;
        }
        int value = row.getInt(label);
        if (value < 0 || value >= classes) {
            String details = "label must be in 0.." + (classes - 1) + " but was " + value;
            throw origin == ABSENT || index == ABSENT
                    ? new BadInputException(details)
                    : BadInputException.in(origin(), "%s (image %d)", details, index());
        }
        return value;
    }

    @Override
    public int prediction() {
        return row.getInt(prediction);
    }

    @Override
    public float[] probabilities() {
        return row.getArray(probability).toFloatArray();
    }

    @Override
    public String origin() {
        UTF8String text = row.getUTF8String(origin);
        if (!text.equals(lastOrigin)) {
            lastOrigin = text.clone();
            lastOriginText = text.toString();
        }
        return lastOriginText;
    }

    @Override
    public long index() {
        return row.getLong(index);
    }

    @Override
    public byte[] pixels() {
        return row.getBinary(image);
    }
}
