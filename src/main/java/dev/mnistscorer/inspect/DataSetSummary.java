package dev.mnistscorer.inspect;

import dev.mnistscorer.table.ClassNames;
import dev.mnistscorer.table.Columns;
import dev.mnistscorer.table.ImageSize;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.StructType;

/**
 * Summary of a data set for a terminal: size, mean pixel and ink where the images consist of pixels, and the number of images
 * of each label.
 *
 * @param images the images, decoded
 * @param names names of the classes
 */
record DataSetSummary(Dataset<Row> images, ClassNames names, TerminalLines out) {
    private static final double WHITE = 255;
    private static final int LABEL_WIDTH = 7;

    void print(String uri) {
        ImageSize size = ImageSize.of(images.schema());
        List<Row> rows = statistics();
        long count = rows.stream().mapToLong(row -> row.getLong(1)).sum();
        out.line("%s", uri);
        if (images.schema().apply(Columns.IMAGE).dataType() instanceof BinaryType) {
            double pixels = (double) count * size.pixels();
            double mean = rows.stream().mapToLong(row -> row.getLong(2)).sum() / pixels;
            double inked = rows.stream().mapToLong(row -> row.getLong(3)).sum() / pixels;
            out.line("%,d images of %d × %d unsigned bytes", count, size.height(), size.width());
            out.line("mean %.2f (%.4f of white), %.1f %% of the pixels are not zero", mean, mean / WHITE, 100 * inked);
        } else {
            out.line("%,d images of %d numbers", count, size.pixels());
        }
        out.line("");
        long most = rows.stream().mapToLong(row -> row.getLong(1)).max().orElse(1);
        String format = "%" + names.width(LABEL_WIDTH) + "s %9s  %s";
        for (Row row : rows) {
            out.line(
                    format,
                    row.isNullAt(0) ? "none" : names.numbered(row.getInt(0)),
                    String.format(Locale.ROOT, "%,d", row.getLong(1)),
                    out.bar((double) row.getLong(1) / most));
        }
    }

    /** A row for each label: label, images, sum of pixels, pixels that are not zero; 0 where there are no pixels. */
    private List<Row> statistics() {
        MapFunction<Row, Row> measure = row -> {
            long sum = 0;
            long inked = 0;
            if (row.get(1) instanceof byte[] pixels) {
                for (byte pixel : pixels) {
                    sum += pixel & 0xff;
                    inked += pixel == 0 ? 0 : 1;
                }
            }
            return RowFactory.create(row.get(0), sum, inked);
        };
        var columns =
                new StructType().add(Columns.LABEL, "int").add("sum", "bigint").add("inked", "bigint");
        return images.select(Columns.LABEL, Columns.IMAGE)
                .map(measure, Encoders.row(columns))
                .groupBy(Columns.LABEL)
                .agg(functions.count("*"), functions.sum("sum"), functions.sum("inked"))
                .orderBy(Columns.LABEL)
                .collectAsList();
    }
}
