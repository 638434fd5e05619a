package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.spark.MutableRow;
import dev.mnistscorer.table.Columns;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StructType;

/**
 * Reads the slices of one partition, one after the other. The row and its image are the same objects for all rows.
 */
final class IdxPartitionReader implements PartitionReader<InternalRow> {
    /** Pixels are read from the file in chunks of about this many bytes: they stay in the second-level cache. */
    private static final int CHUNK = 1 << 18;

    private static final int ABSENT = -1;

    private final Iterator<IdxSlice> slices;
    private final int classes;
    private final Configuration configuration;

    private final MutableRow row;
    private final int originColumn;
    private final int indexColumn;
    private final int labelColumn;
    private final int imageColumn;

    private IdxSlice slice;
    private int next;
    private byte[] labels;
    private InputStream images;
    private byte[] chunk = new byte[0];
    private int chunkStart;
    private int chunkEnd;
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
        if (imageColumn != ABSENT) {
            readImage();
        }
        if (labelColumn != ABSENT && labels != null) {
            row.setInt(labelColumn, labels[next - slice.from()] & 0xff);
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
        IdxFile file = begun.pair().images();
        if (originColumn != ABSENT) {
            row.setString(originColumn, file.path());
        }
        if (labelColumn != ABSENT) {
            row.setNullAt(labelColumn);
            labels = begun.pair().labels() == null
                    ? null
                    : readLabels(begun.pair().labels(), begun);
        }
        if (imageColumn != ABSENT) {
            images = file.openAt(begun.from(), configuration);
            int length = file.header().itemLength();
            if (image == null) {
                image = new byte[length];
                chunk = new byte[length * Math.max(1, CHUNK / length)];
                row.setBytes(imageColumn, image);
            }
            chunkEnd = next;
        }
    }

    private byte[] readLabels(IdxFile file, IdxSlice of) throws IOException {
        byte[] read = new byte[of.count()];
        try (InputStream in = file.openAt(of.from(), configuration)) {
            file.read(in, of.from(), of.count(), read);
            if (of.to() == file.header().count()) {
                file.checkEnd(in);
            }
        }
        file.version().requireCurrent(configuration);
        for (int i = 0; i < read.length; i++) {
            if ((read[i] & 0xff) >= classes) {
                throw BadInputException.in(
                        file.path(),
                        "the label of image %d, at byte %d, must be in 0..%d but was %d",
                        of.from() + i,
                        file.header().offset(of.from() + i),
                        classes - 1,
                        read[i] & 0xff);
            }
        }
        return read;
    }

    private void readImage() throws IOException {
        if (next == chunkEnd) {
            int count = Math.min(chunk.length / image.length, slice.to() - next);
            slice.pair().images().read(images, next, count, chunk);
            chunkStart = next;
            chunkEnd = next + count;
        }
        System.arraycopy(chunk, (next - chunkStart) * image.length, image, 0, image.length);
    }

    private void endSlice() throws IOException {
        if (images != null) {
            IdxFile file = slice.pair().images();
            if (next == file.header().count()) {
                file.checkEnd(images);
            }
            close();
            file.version().requireCurrent(configuration);
        }
    }

    @Override
    public void close() throws IOException {
        if (images != null) {
            images.close();
            images = null;
        }
    }
}
