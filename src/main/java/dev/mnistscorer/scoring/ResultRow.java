package dev.mnistscorer.scoring;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;

/** What scoring adds to the row of an image, and the image itself as last column; made when a column is asked for. */
final class ResultRow extends GenericInternalRow {
    /** In the place of a number: this row could not be scored. */
    static final int BAD = -1;

    private static final long serialVersionUID = 1L;

    private final transient ForwardPass pass;
    private final int imageColumn;
    private final int imageLength;
    private int image;

    ResultRow(ForwardPass pass, Detail detail, int imageLength) {
        super(detail.columns().size() + 1);
        this.pass = pass;
        this.imageColumn = detail.columns().size();
        this.imageLength = imageLength;
    }

    /** Makes this the row of image {@code number} of the mini-batch, or of {@link #BAD}, in which all is null. */
    ResultRow of(int number) {
        image = number;
        return this;
    }

    @Override
    public Object genericGet(int column) {
        if (column == imageColumn) {
            return Arrays.copyOfRange(pass.pixels(), image * imageLength, (image + 1) * imageLength);
        }
        return switch (column) {
            case 0 -> pass.prediction(image);
            case 1 -> pass.confidence(image);
            default -> UnsafeArrayData.fromPrimitiveArray(pass.scores(image));
        };
    }

    @Override
    public boolean isNullAt(int column) {
        return image == BAD;
    }
}
