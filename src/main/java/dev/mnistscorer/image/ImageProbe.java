package dev.mnistscorer.image;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.spark.DamagedFile;
import dev.mnistscorer.spark.InternalRows;
import dev.mnistscorer.spark.PartitionRows;
import dev.mnistscorer.table.Columns;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Looks at the first images of a table for what its types do not tell. */
public final class ImageProbe {
    private static final int ROWS = 100;

    private ImageProbe() {}

    /**
     * Returns the shape of the first valid image of a table, prepared.
     *
     * @param name for messages
     * @throws BadInputException if the first rows have none, or their numbers have no known range
     */
    public static Shape shape(Dataset<Row> images, RowFormat format, String name) {
        ImageDecoder.requireImages(images.schema());
        Dataset<Row> column =
                images.select(Columns.IMAGE).where(functions.col(Columns.IMAGE).isNotNull());
        List<Row> first = DamagedFile.detected(() -> column.takeAsList(ROWS));
        if (first.isEmpty()) {
            throw BadInputException.in(
                    name,
                    "%s",
                    malformed(images).orElse("a table of images must have one that is not null but has none"));
        }
        List<Seen> seen = new ArrayList<>();
        InternalRows.of(images.sparkSession()
                        .createDataFrame(first, column.schema())
                        .coalesce(1))
                .forEachPartition(rows -> look(rows, format), seen::add);
        Seen found = seen.get(0);
        if (found.shape() != null) {
            return found.shape();
        }
        throw BadInputException.in(name, "%s", found.reason());
    }

    /** The reason of the first malformed line; empty if there is none. */
    private static Optional<String> malformed(Dataset<Row> images) {
        if (!List.of(images.columns()).contains(Columns.MALFORMED)) {
            return Optional.empty();
        }
        MalformedLine line = MalformedLine.of(images.schema().apply(Columns.MALFORMED));
        return images
                .select(Columns.MALFORMED, Columns.IMAGE)
                .where(functions.col(Columns.MALFORMED).isNotNull())
                .takeAsList(1)
                .stream()
                .findFirst()
                .map(row -> line.reason(row.getString(0)));
    }

    /** Result of a look: a shape, or the reason why there is none. */
    private record Seen(Shape shape, String reason) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    private static Seen look(PartitionRows rows, RowFormat format) {
        String reason = null;
        try {
            ImageDecoder decoder = ImageDecoder.of(rows.row(), format);
            while (rows.next()) {
                try {
                    return new Seen(decoder.shape(), null);
                } catch (InvalidImageException e) {
                    reason = e.getMessage();
                }
            }
        } catch (BadInputException e) {
            reason = e.getMessage();
        }
        return new Seen(null, reason);
    }
}
