package dev.mnistscorer.image;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.spark.DamagedFile;
import dev.mnistscorer.spark.InternalRows;
import dev.mnistscorer.spark.PartitionRows;
import dev.mnistscorer.spark.RowView;
import dev.mnistscorer.table.Columns;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** Looks at the first images of a table for what its types do not tell. */
public final class ImageProbe {
    /** Images to look at before the table counts as one without valid ones. */
    private static final int IMAGES = 100;

    /** Factor by which the number of partitions grows of which none has had a valid image. */
    private static final int GROWTH = 4;

    private ImageProbe() {}

    /** Returns the shape of one image of a table, given as bytes, prepared; empty if it is invalid. */
    public static Optional<Shape> shape(StructType table, byte[] image, RowFormat format) {
        RowView row = RowView.ofValues(new StructType().add(table.apply(Columns.IMAGE)), image);
        try {
            return Optional.of(ImageDecoder.of(row, format).shape());
        } catch (InvalidImageException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the shape of the first valid image of a table, prepared.
     *
     * @param name for messages
     * @throws BadInputException if the first rows have none, or their numbers have no known range
     */
    public static Shape shape(Dataset<Row> images, RowFormat format, String name) {
        ImageDecoder.requireImages(images.schema());
        InternalRows rows = InternalRows.of(images.select(Columns.IMAGE));
        List<Seen> seen = new ArrayList<>();
        int from = 0;
        for (int count = 1; from < rows.partitions() && isUndecided(seen); count *= GROWTH) {
            int end = Math.min(rows.partitions(), from + count);
            seen.addAll(look(rows, from, end, format));
            from = end;
        }
        return seen.stream()
                .filter(each -> each.shape() != null)
                .findFirst()
                .map(Seen::shape)
                .orElseThrow(() -> BadInputException.in(name, "%s", reason(images, seen)));
    }

    private static boolean isUndecided(List<Seen> seen) {
        return seen.stream().allMatch(each -> each.shape() == null)
                && seen.stream().mapToInt(Seen::images).sum() < IMAGES;
    }

    private static List<Seen> look(InternalRows rows, int from, int end, RowFormat format) {
        List<Seen> seen = new ArrayList<>();
        DamagedFile.detected(() -> {
            rows.forPartitions(from, end, partition -> look(partition, format), seen::add);
            return seen;
        });
        seen.sort(Comparator.comparingInt(Seen::partition));
        return seen;
    }

    private static String reason(Dataset<Row> images, List<Seen> seen) {
        return seen.stream()
                .map(Seen::reason)
                .filter(Objects::nonNull)
                .findFirst()
                .or(() -> malformed(images))
                .orElse("a table of images must have one that is not null but has none");
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

    /**
     * Result of a look at the first images of a partition.
     *
     * @param shape shape of the first valid one; null if there is none
     * @param reason why the last one is invalid; null if there is none
     * @param images number of images that were looked at
     */
    private record Seen(int partition, Shape shape, String reason, int images) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    private static Seen look(PartitionRows rows, RowFormat format) {
        int partition = TaskContext.getPartitionId();
        String reason = null;
        int images = 0;
        while (images < IMAGES && rows.next()) {
            if (rows.row().isNull(0)) {
                continue;
            }
            images++;
            try {
                return new Seen(partition, ImageDecoder.of(rows.row(), format).shape(), null, images);
            } catch (InvalidImageException | BadInputException e) {
                reason = e.getMessage();
            }
        }
        return new Seen(partition, null, reason, images);
    }
}
