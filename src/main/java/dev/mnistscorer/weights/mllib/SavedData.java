package dev.mnistscorer.weights.mllib;

import dev.mnistscorer.weights.content.Limits;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Numbers of the only row of a Parquet file in memory. Columns are read one by one with Parquet's own reader: Spark's
 * would load the classes of user-defined types named in the schema of the file.
 */
final class SavedData {
    private static final double SPARSE = 0;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final String file;
    private final long limit;
    private final Map<String, double[]> columns = new LinkedHashMap<>();

    private SavedData(String file, long length) {
        this.file = file;
        this.limit = Math.min(Limits.expanded(length) / Double.BYTES, LARGEST_ARRAY);
    }

    /**
     * Reads the columns of numbers.
     *
     * @param file path of the file, for messages
     * @throws IllegalArgumentException if it is cut off or broken, has not one row, or claims more numbers than its length allows
     */
    static SavedData read(String file, byte[] bytes) {
        SavedData data = new SavedData(file, bytes.length);
        try (ParquetFileReader reader = ParquetFileReader.open(new MemoryFile(bytes))) {
            if (reader.getRecordCount() != 1) {
                throw new Refusal(file + " must hold one row but holds " + reader.getRecordCount());
            }
            data.read(reader);
            return data;
        } catch (Refusal e) {
            throw e;
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // Parquet has no exception of its own for broken files, and does not check the lengths of packed pages.
            throw new IllegalArgumentException(
                    file + " must be a Parquet file but is cut off or broken: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    /** Refusal in words of this class, distinct from the exceptions of Parquet. */
    private static final class Refusal extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message);
        }
    }

    private void read(ParquetFileReader reader) throws IOException {
        MessageType schema = reader.getFooter().getFileMetaData().getSchema();
        String createdBy = reader.getFooter().getFileMetaData().getCreatedBy();
        PageReadStore pages = reader.readNextRowGroup();
        ColumnReadStoreImpl store = new ColumnReadStoreImpl(pages, new UnusedConverter(schema), schema, createdBy);
        for (ColumnDescriptor column : schema.getColumns()) {
            PrimitiveTypeName type = column.getPrimitiveType().getPrimitiveTypeName();
            if (type == PrimitiveTypeName.DOUBLE || type == PrimitiveTypeName.INT32) {
                columns.put(String.join(".", column.getPath()), numbers(column, pages, store));
            }
        }
    }

    private double[] numbers(ColumnDescriptor column, PageReadStore pages, ColumnReadStoreImpl store) {
        long count = pages.getPageReader(column).getTotalValueCount();
        if (count > limit) {
            throw new Refusal(file + " must hold at most " + limit + " numbers for its length but claims " + count);
        }
        ColumnReader reader = store.getColumnReader(column);
        boolean real = column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.DOUBLE;
        double[] numbers = new double[(int) count];
        int found = 0;
        for (int i = 0; i < numbers.length; i++) {
            // Null and the empty list count as entries without a value.
            if (reader.getCurrentDefinitionLevel() == column.getMaxDefinitionLevel()) {
                numbers[found++] = real ? reader.getDouble() : reader.getInteger();
            }
            reader.consume();
        }
        return Arrays.copyOf(numbers, found);
    }

    /** Numbers of the columns that begin with a path; empty if there are none. */
    private double[] column(String path) {
        return columns.entrySet().stream()
                .filter(column -> (column.getKey() + ".").startsWith(path + "."))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(new double[0]);
    }

    /** Elements of a list of whole numbers. */
    int[] integers(String name) {
        return Arrays.stream(column(name)).mapToInt(number -> (int) number).toArray();
    }

    /**
     * Elements of a vector of MLlib: a struct of {@code type}, {@code size}, {@code indices} and {@code values}, where {@code
     * indices} belong to a sparse one.
     *
     * @throws IllegalArgumentException if there is none of this name, or its parts contradict each other
     */
    double[] vector(String name) {
        double[] type = column(name + ".type");
        double[] values = column(name + ".values");
        if (type.length != 1) {
            throw new IllegalArgumentException(file + " must hold a vector " + name + " but does not");
        }
        if (type[0] != SPARSE) {
            return values;
        }
        double[] size = column(name + ".size");
        double[] indices = column(name + ".indices");
        if (size.length != 1 || size[0] < 0 || size[0] > limit || indices.length != values.length) {
            throw new IllegalArgumentException(file + " must hold " + name
                    + " with an index for each value, and at most " + limit + " elements, but does not");
        }
        double[] dense = new double[(int) size[0]];
        for (int i = 0; i < values.length; i++) {
            if (indices[i] < 0 || indices[i] >= dense.length) {
                throw new IllegalArgumentException(file + " must hold " + name + " with indices below " + dense.length
                        + " but has " + (int) indices[i]);
            }
            dense[(int) indices[i]] = values[i];
        }
        return dense;
    }
}
