package dev.mnistscorer.image;

import dev.mnistscorer.spark.BatchFunction;
import dev.mnistscorer.spark.InternalRows;
import dev.mnistscorer.spark.RowView;
import dev.mnistscorer.table.Columns;
import dev.mnistscorer.table.ImageSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Decodes the images of a table for those who look at them: origin, index, label, and the image as unsigned bytes, or as
 * float32 where its numbers are no pixels.
 */
public final class DecodedImages {
    private DecodedImages() {}

    /**
     * Returns the decoded table, of format {@link RowFormat#decoded}; pixels with fractions are rounded.
     *
     * @param images a table with origin, index, label and image, and the size of the prepared images
     */
    public static Dataset<Row> of(Dataset<Row> images, RowFormat format) {
        ImageSize size = ImageSize.of(images.schema());
        // The text of a malformed line is taken with its label and image.
        List<String> names = new ArrayList<>(
                List.of(Columns.ORIGIN, Columns.INDEX, Columns.MALFORMED, Columns.LABEL, Columns.IMAGE));
        names.retainAll(List.of(images.columns()));
        Dataset<Row> last = images.select(names.stream().map(functions::col).toArray(Column[]::new));
        int taken = names.size() - names.indexOf(Columns.INDEX) - 1;
        Shape shape = new Shape(size.height(), size.width());
        StructType decoded = size.schema(
                format.holdsPixels() ? DataTypes.BinaryType : DataTypes.createArrayType(DataTypes.FloatType, false));
        StructType columns = new StructType().add(decoded.apply(Columns.LABEL)).add(decoded.apply(Columns.IMAGE));
        // File and position may be unknown.
        StructType schema = new StructType()
                .add(last.schema().apply(Columns.ORIGIN))
                .add(last.schema().apply(Columns.INDEX))
                .add(decoded.apply(Columns.LABEL))
                .add(decoded.apply(Columns.IMAGE));
        return InternalRows.of(last)
                .map(rows -> rows.inBatches(view -> new Decode(view, taken, format, shape, columns)), schema)
                .toTable(images.sparkSession(), schema.length());
    }

    /** Sets the image of a decoded row as the only one of a mini-batch. */
    public static void set(Row row, int column, MiniBatch batch) {
        batch.clear();
        if (row.get(column) instanceof byte[] bytes) {
            System.arraycopy(bytes, 0, batch.bytes(), 0, bytes.length);
            return;
        }
        List<Float> numbers = row.getList(column);
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i);
        }
        batch.set(0, values);
    }

    /** Decodes label and image of one row at a time. */
    private static final class Decode implements BatchFunction {
        private final int taken;
        private final StructType columns;
        private final boolean pixels;
        private final MalformedRows malformed;
        private final MiniBatch batch;
        private final Shape shape;
        private final ImageDecoder images;
        private final LabelDecoder labels;

        Decode(RowView view, int taken, RowFormat format, Shape shape, StructType columns) {
            this.taken = taken;
            this.columns = columns;
            this.pixels = format.holdsPixels();
            this.shape = shape;
            this.malformed = new MalformedRows(view);
            this.batch = new MiniBatch(1, shape.pixels());
            this.images = ImageDecoder.of(view, format);
            this.labels =
                    new LabelDecoder(view, view.column(Columns.LABEL), 1, Integer.MAX_VALUE, format.labelOffset());
        }

        @Override
        public int inputs() {
            return taken;
        }

        @Override
        public StructType columns() {
            return columns;
        }

        @Override
        public int batchSize() {
            return 1;
        }

        @Override
        public boolean accept(RowView row, int place) {
            batch.clear();
            Optional<String> invalid = malformed
                    .reason()
                    .or(() -> images.decode(shape, batch, place))
                    .or(() -> labels.decode(place));
            if (invalid.isPresent()) {
                throw InvalidRow.error(row, invalid.get());
            }
            return true;
        }

        @Override
        public void run(int count) {
            // A row is decoded when it is accepted.
        }

        @Override
        public Object value(int place, int column) {
            if (column == 0) {
                return labels.label(place);
            }
            return pixels ? batch.copyOf(place) : batch.numbersOf(place);
        }
    }
}
