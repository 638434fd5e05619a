package dev.mnistscorer.source.parquet;

import dev.mnistscorer.spark.Undeclared;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.internal.filter2.columnindex.RowRanges;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.collection.AbstractIterator;

/**
 * Batches of rows of a part of a Parquet file: of a row group, columns of numbers are read as a whole, which are small, and
 * images some pages at a time. Always the same batch object.
 */
final class ImagePages extends AbstractIterator<ColumnarBatch> {
    /** Bytes of pages in memory, about as much as one that Spark writes: they fit into the second-level cache. */
    private static final int LOCAL = 1 << 20;

    /** Bytes of pages of another file system, where each read may be a request that takes as long as some megabytes. */
    private static final int REMOTE = 1 << 23;

    /** Most rows of a batch. */
    private static final int BATCH = 1024;

    private final ParquetFileReader file;
    private final ReusedBuffers buffers;
    private final PagedColumns columns;
    private final MessageType images;
    private final int most;
    private final BytesVector bytes = new BytesVector();
    private final WritableColumnVector[] vectors;
    private final ColumnarBatch batch;
    private List<ColumnReader> numbers = List.of();
    private OffsetIndex pages;
    private ColumnReader image;
    private int rowGroup = -1;
    private int page;
    private long rows;
    private long index;

    private ImagePages(ParquetFileReader file, ReusedBuffers buffers, PagedColumns columns, int most) {
        this.file = file;
        this.buffers = buffers;
        this.columns = columns;
        this.images = schema(List.of(columns.bytes()));
        this.most = most;
        this.vectors = OnHeapColumnVector.allocateColumns(BATCH, columns.schema());
        ColumnVector[] all = Arrays.copyOf(vectors, vectors.length, ColumnVector[].class);
        all[columns.bytes().place()] = bytes;
        this.batch = new ColumnarBatch(all);
    }

    /**
     * Opens a file for its row groups whose middle is in a part of it.
     *
     * @param from offset of the part, in bytes
     * @param length of the part, in bytes
     * @return empty if the columns are not in the file as Spark writes them, or if it has no index of its pages
     */
    static Optional<ImagePages> open(
            Path path, long from, long length, PagedColumns columns, Configuration configuration) throws IOException {
        // One range at a time is read, by one thread.
        Configuration plain = new Configuration(configuration);
        plain.setBoolean(ParquetFiles.VECTORED, false);
        ReusedBuffers buffers = new ReusedBuffers();
        ParquetFileReader file = ParquetFiles.open(
                path, plain, options -> options.withRange(from, from + length).withAllocator(buffers));
        ImagePages opened = null;
        try {
            String images = columns.bytes().name();
            if (columns.areIn(file.getFileMetaData().getSchema())
                    && file.getRowGroups().stream().allMatch(group -> ParquetFiles.hasIndex(group, images))) {
                boolean local = ParquetFiles.isLocal(path.toString());
                opened = new ImagePages(file, buffers, columns, local ? LOCAL : REMOTE);
            }
            return Optional.ofNullable(opened);
        } finally {
            if (opened == null) {
                file.close();
            }
        }
    }

    private MessageType schema(List<PagedColumns.Column> wanted) {
        MessageType schema = file.getFileMetaData().getSchema();
        return new MessageType(
                schema.getName(),
                wanted.stream().map(column -> schema.getType(column.name())).toList());
    }

    @Override
    public boolean hasNext() {
        try {
            while (rows == 0) {
                if (pages != null && page < pages.getPageCount()) {
                    readPages();
                } else if (rowGroup + 1 < file.getRowGroups().size()) {
                    rowGroup++;
                    beginRowGroup();
                } else {
                    close();
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw Undeclared.<RuntimeException>unchecked(e);
        }
    }

    private void beginRowGroup() throws IOException {
        BlockMetaData group = file.getRowGroups().get(rowGroup);
        numbers = List.of();
        if (!columns.numbers().isEmpty()) {
            MessageType schema = schema(columns.numbers());
            file.setRequestedSchema(schema);
            numbers = readers(file.readRowGroup(rowGroup), schema, group.getRowCount());
            buffers.leave();
        }
        file.setRequestedSchema(images);
        pages = file.readOffsetIndex(
                ParquetFiles.chunk(group, columns.bytes().name()).orElseThrow());
        if (pages.getPageCount() == 0 || pages.getFirstRowIndex(0) != 0) {
            throw new ParquetDecodingException("the file's index of pages of column "
                    + columns.bytes().name() + " must begin with the first row of its row group but does not");
        }
        page = 0;
        index = group.getRowIndexOffset();
    }

    private void readPages() throws IOException {
        int from = page;
        long size = 0;
        do {
            size += pages.getCompressedPageSize(page);
            page++;
        } while (page < pages.getPageCount() && size + pages.getCompressedPageSize(page) <= most);
        long rowsOfGroup = file.getRowGroups().get(rowGroup).getRowCount();
        RowRanges range =
                RowRanges.create(rowsOfGroup, IntStream.range(from, page).iterator(), pages);
        buffers.reuse();
        PageReadStore read = file.readFilteredRowGroup(rowGroup, range);
        rows = range.rowCount();
        image = readers(read, images, rows).get(0);
    }

    private List<ColumnReader> readers(PageReadStore read, MessageType schema, long rows) {
        ColumnReadStoreImpl store = new ColumnReadStoreImpl(
                read,
                new GroupRecordConverter(schema).getRootConverter(),
                schema,
                file.getFileMetaData().getCreatedBy());
        List<ColumnReader> readers = new ArrayList<>();
        for (ColumnDescriptor column : schema.getColumns()) {
            long found = read.getPageReader(column).getTotalValueCount();
            if (found != rows) {
                throw new ParquetDecodingException("the pages of column " + column.getPath()[0] + " for " + rows
                        + " rows must have as many values but have " + found);
            }
            readers.add(store.getColumnReader(column));
        }
        return readers;
    }

    @Override
    public ColumnarBatch next() {
        int count = (int) Math.min(rows, BATCH);
        readImages(count);
        for (int i = 0; i < numbers.size(); i++) {
            readNumbers(numbers.get(i), columns.numbers().get(i), count);
        }
        if (columns.index() != PagedColumns.ABSENT) {
            for (int i = 0; i < count; i++) {
                vectors[columns.index()].putLong(i, index + i);
            }
        }
        index += count;
        rows -= count;
        batch.setNumRows(count);
        return batch;
    }

    private void readImages(int count) {
        bytes.reset();
        for (int i = 0; i < count; i++) {
            bytes.add(isNull(image) ? null : image.getBinary());
            image.consume();
        }
    }

    private void readNumbers(ColumnReader number, PagedColumns.Column column, int count) {
        WritableColumnVector vector = vectors[column.place()];
        vector.reset();
        for (int i = 0; i < count; i++) {
            if (isNull(number)) {
                vector.putNull(i);
            } else if (column.type() instanceof LongType) {
                vector.putLong(i, number.getLong());
            } else if (column.type() instanceof IntegerType) {
                vector.putInt(i, number.getInteger());
            } else if (column.type() instanceof ShortType) {
                vector.putShort(i, (short) number.getInteger());
            } else {
                vector.putByte(i, (byte) number.getInteger());
            }
            number.consume();
        }
    }

    private static boolean isNull(ColumnReader value) {
        return value.getCurrentDefinitionLevel() < value.getDescriptor().getMaxDefinitionLevel();
    }

    void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw Undeclared.<RuntimeException>unchecked(e);
        }
    }
}
