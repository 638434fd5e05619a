package dev.mnistscorer.inspect;

import dev.mnistscorer.picture.ContactSheet;
import dev.mnistscorer.table.ClassNames;
import dev.mnistscorer.table.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * An image that is shown.
 *
 * @param row label and image
 * @param before the pixels before their preparation; null if they were not prepared
 */
record ShownImage(Row row, byte[] before) {
    /** Brings images, and the same ones before their preparation if they are given. */
    static List<ShownImage> collect(Dataset<Row> images, Optional<Dataset<Row>> unprepared) {
        List<Row> rows = images.select(Columns.LABEL, Columns.IMAGE).collectAsList();
        List<byte[]> before = new ArrayList<>();
        unprepared.ifPresent(all -> all.select(Columns.IMAGE).collectAsList().forEach(row -> before.add(row.getAs(0))));
        List<ShownImage> shown = new ArrayList<>();
        for (Row row : rows) {
            shown.add(new ShownImage(row, before.isEmpty() ? null : before.get(shown.size())));
        }
        return shown;
    }

    byte[] pixels() {
        return row.getAs(1);
    }

    /** The label as a number. */
    String caption() {
        return caption(Object::toString);
    }

    String caption(Function<Integer, String> named) {
        return row.isNullAt(0) ? "?" : named.apply(row.getInt(0));
    }

    /** The image, and beside it what it was before its preparation. */
    Stream<ContactSheet.Picture> pictures(ClassNames names) {
        ContactSheet.Picture after = new ContactSheet.Picture(pixels(), caption(names::of));
        return before == null ? Stream.of(after) : Stream.of(new ContactSheet.Picture(before, "before"), after);
    }
}
