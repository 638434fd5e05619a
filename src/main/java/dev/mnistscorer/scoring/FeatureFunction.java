package dev.mnistscorer.scoring;

import dev.mnistscorer.image.ImageDecoder;
import dev.mnistscorer.image.InvalidRow;
import dev.mnistscorer.image.RowFormat;
import dev.mnistscorer.image.Shape;
import dev.mnistscorer.kernel.Kernel;
import dev.mnistscorer.kernel.KernelChoice;
import dev.mnistscorer.spark.BatchFunction;
import dev.mnistscorer.spark.ColumnFunction;
import dev.mnistscorer.spark.RowView;
import dev.mnistscorer.table.ScoreColumn;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.types.StructType;

/**
 * The forward pass as a function of a column of images.
 *
 * @param network the network
 * @param name the network's text, for query plans
 * @param columns columns that are computed
 * @param outputs what they hold
 * @param batchSize images in one mini-batch
 * @param format format of the images
 */
record FeatureFunction(
        Broadcast<SharedNetwork> network,
        String name,
        StructType columns,
        List<StageColumn> outputs,
        int batchSize,
        RowFormat format)
        implements ColumnFunction {
    private static final long serialVersionUID = 1L;

    @Override
    public ColumnFunction only(List<Integer> numbers) {
        StructType some = new StructType();
        for (int number : numbers) {
            some = some.add(columns.apply(number));
        }
        return new FeatureFunction(
                network, name, some, numbers.stream().map(outputs::get).toList(), batchSize, format);
    }

    @Override
    public BatchFunction begin(RowView row, int column) {
        Kernel kernel = KernelChoice.AUTO.create();
        PackedNetwork packed = network.value().packed(kernel);
        Set<ScoreColumn> scores = EnumSet.of(ScoreColumn.PREDICTION);
        if (outputs.contains(StageColumn.PROBABILITY)) {
            scores.add(ScoreColumn.PROBABILITY);
        }
        ForwardPass pass = new ForwardPass(packed, kernel, batchSize, scores);
        return new Batch(
                outputs.contains(StageColumn.RAW_PREDICTION) ? pass.keepingLogits() : pass,
                ImageDecoder.of(row, column, format),
                Shape.of(row.schema().apply(column), packed.network().inputs()));
    }

    @Override
    public String toString() {
        return name;
    }

    /** The forward pass of one partition. */
    private final class Batch implements BatchFunction {
        private final ForwardPass pass;
        private final ImageDecoder images;
        private final Shape shape;

        Batch(ForwardPass pass, ImageDecoder images, Shape shape) {
            this.pass = pass;
            this.images = images;
            this.shape = shape;
        }

        @Override
        public int inputs() {
            return 0;
        }

        @Override
        public StructType columns() {
            return columns;
        }

        @Override
        public int batchSize() {
            return batchSize;
        }

        @Override
        public boolean accept(RowView row, int place) {
            if (place == 0) {
                pass.images().clear();
            }
            Optional<String> invalid = images.decode(shape, pass.images(), place);
            if (invalid.isPresent()) {
                throw InvalidRow.error(row, invalid.get());
            }
            return true;
        }

        @Override
        public void run(int count) {
            pass.run(count);
        }

        @Override
        public Object value(int place, int column) {
            return outputs.get(column).value(pass, place);
        }
    }
}
