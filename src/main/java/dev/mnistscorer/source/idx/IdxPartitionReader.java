package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.image.PixelRange;
import dev.mnistscorer.spark.MutableRow;
import dev.mnistscorer.table.Columns;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StructType;

/**
 * Reads the slices of one partition, one after the other. The row and its image of bytes are the same objects for all rows.
 */
final class IdxPartitionReader implements PartitionReader<InternalRow> {
    private static final int ABSENT = -1;

    private final Iterator<IdxSlice> slices;
    private final int classes;
    private final Configuration configuration;
    private final MutableRow row;
    private final int originColumn;
    private final int indexColumn;
    private final int labelColumn;
    private final List<LabelColumn> more; // of QMNIST's labels, those that are asked for
    private final int[] moreColumns; // [more]: number of the column
    private final int imageColumn;

    private IdxSlice slice;
    private int next;
    private ItemReader labels;
    private ItemReader images;
    private byte[] image;

    IdxPartitionReader(List<IdxSlice> slices, StructType columns, int classes, Configuration configuration) {
        this.slices = slices.iterator();
        this.classes = classes;
        this.configuration = configuration;
        this.row = new MutableRow(columns.length());
        List<String> names = List.of(columns.fieldNames());
        this.originColumn = names.indexOf(Columns.ORIGIN);
        this.indexColumn = names.indexOf(Columns.INDEX);
        this.labelColumn = names.indexOf(Columns.LABEL);
        this.more = LabelColumn.MORE.stream()
                .filter(each -> names.contains(each.column()))
                .toList();
        this.moreColumns =
                more.stream().mapToInt(each -> names.indexOf(each.column())).toArray();
        this.imageColumn = names.indexOf(Columns.IMAGE);
    }

    @Override
    public boolean next() throws IOException {
        while (slice == null || next == slice.to()) {
            endSlice();
            if (!slices.hasNext()) {
                return false;
            }
            beginSlice(slices.next());
        }
        if (labels != null) {
            readLabel(labels.next());
        }
        if (images != null) {
            readImage();
        }
        if (indexColumn != ABSENT) {
            row.setLong(indexColumn, next);
        }
        next++;
        return true;
    }

    @Override
    public InternalRow get() {
        return row;
    }

    private void beginSlice(IdxSlice begun) throws IOException {
        slice = begun;
        next = begun.from();
        if (originColumn != ABSENT) {
            row.setString(originColumn, begun.pair().images().path());
        }
        beginLabels(begun);
        if (imageColumn != ABSENT) {
            images = new ItemReader(begun.pair().images(), begun.from(), begun.to(), configuration);
            if (image == null && begun.pair().images().header().type() == ElementType.U1) {
                image = new byte[begun.pair().images().header().itemLength()];
                row.setBytes(imageColumn, image);
            }
        }
    }

    private void beginLabels(IdxSlice begun) throws IOException {
        if (labelColumn == ABSENT && more.isEmpty()) {
            return;
        }
        if (labelColumn != ABSENT) {
            row.setNullAt(labelColumn);
        }
        Arrays.stream(moreColumns).forEach(row::setNullAt);
        if (begun.pair().labels() != null) {
            labels = new ItemReader(begun.pair().labels(), begun.from(), begun.to(), configuration);
        }
    }

    private void readLabel(int at) {
        if (labelColumn != ABSENT) {
            row.setInt(labelColumn, label(at));
        }
        ArrayHeader header = slice.pair().labels().header();
        if (!more.isEmpty() && LabelColumn.isQmnist(header)) {
            for (int i = 0; i < moreColumns.length; i++) {
                int place = at + more.get(i).element() * header.type().size();
                row.setInt(moreColumns[i], labels.items().getInt(place));
            }
        }
    }

    private int label(int at) {
        ArrayFile file = slice.pair().labels();
        double label = file.header().type().get(labels.items(), at);
        boolean any = classes == IdxReaderFactory.ANY;
        if (label != (int) label || !any && (label < 0 || label >= classes)) {
            throw BadInputException.in(
                    file.content().name(),
                    "the label of image %d, at byte %d, must be %s but was %s",
                    next,
                    file.header().offset(next),
                    any ? "a whole number" : "in 0.." + (classes - 1),
                    PixelRange.number(label));
        }
        return (int) label;
    }

    private void readImage() throws IOException {
        int at = images.next();
        if (image != null) {
            System.arraycopy(images.bytes(), at, image, 0, image.length);
        } else {
            setNumbers(slice.pair().images(), at);
        }
    }

    private void setNumbers(ArrayFile file, int at) {
        ArrayHeader header = file.header();
        try {
            header.type().set(row, imageColumn, images.items(), at, header.elements());
        } catch (ArithmeticException e) {
            throw BadInputException.in(file.content().name(), "%s (image %d)", e.getMessage(), next);
        }
    }

    private void endSlice() throws IOException {
        if (labels != null) {
            labels.finish();
            labels = null;
        }
        if (images != null) {
            images.finish();
            images = null;
        }
    }

    @Override
    public void close() throws IOException {
        if (labels != null) {
            labels.close();
        }
        if (images != null) {
            images.close();
        }
    }
}
