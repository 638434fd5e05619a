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
import org.apache.spark.sql.types.StructType;

/** Decodes the images of a table for those who look at pixels: origin, index, label, and the image as unsigned bytes. */
public final class DecodedImages {
    private DecodedImages() {}

    /**
     * Returns the decoded table; pixels with fractions are rounded.
     *
     * @param images a table with origin, index, label and image, and the size of the prepared images
     */
    public static Dataset<Row> of(Dataset<Row> images, RowFormat format) {
        ImageSize size = ImageSize.of(images.schema());
        Shape shape = new Shape(size.height(), size.width());
        // The text of a malformed line is taken with its label and image.
        List<String> names = new ArrayList<>(
                List.of(Columns.ORIGIN, Columns.INDEX, Columns.MALFORMED, Columns.LABEL, Columns.IMAGE));
        names.retainAll(List.of(images.columns()));
        Dataset<Row> last = images.select(names.stream().map(functions::col).toArray(Column[]::new));
        int taken = names.size() - names.indexOf(Columns.INDEX) - 1;
        // File and position may be unknown.
        StructType schema = new StructType()
                .add(last.schema().apply(Columns.ORIGIN))
                .add(last.schema().apply(Columns.INDEX))
                .add(size.schema().apply(Columns.LABEL))
                .add(size.schema().apply(Columns.IMAGE));
        return InternalRows.of(last)
                .map(rows -> rows.inBatches(view -> new Decode(view, taken, format, shape)), schema)
                .toTable(images.sparkSession(), schema.length());
    }

    /** Decodes label and image of one row at a time. */
    private static final class Decode implements BatchFunction {
        private final int taken;
        private final MalformedRows malformed;
        private final MiniBatch batch;
        private final Shape shape;
        private final ImageDecoder images;
        private final LabelDecoder labels;

        Decode(RowView view, int taken, RowFormat format, Shape shape) {
            this.taken = taken;
            this.malformed = new MalformedRows(view);
            this.batch = new MiniBatch(1, shape.pixels());
            this.shape = shape;
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
            StructType all = new ImageSize(shape.height(), shape.width(), 0, 0).schema();
            return new StructType().add(all.apply(Columns.LABEL)).add(all.apply(Columns.IMAGE));
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
            return column == 0 ? labels.label(place) : batch.copyOf(place);
        }
    }
}
