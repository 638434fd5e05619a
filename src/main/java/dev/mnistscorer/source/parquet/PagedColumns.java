package dev.mnistscorer.source.parquet;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a query that {@link ImagePages} reads.
 *
 * @param schema all columns, in order
 * @param bytes the column of bytes
 * @param numbers columns of whole numbers in the file
 * @param index place of the index of a row in its file, or {@link #ABSENT}
 */
record PagedColumns(StructType schema, Column bytes, List<Column> numbers, int index) implements Serializable {
    static final int ABSENT = -1;

    /**
     * A column.
     *
     * @param place place in a row
     */
    record Column(int place, String name, DataType type) implements Serializable {
        /** Tells whether a file has the column as Spark writes it: of what differs, Spark's reader knows the meaning. */
        boolean isIn(MessageType file) {
            if (!file.containsField(name)
                    || !file.getType(name).isPrimitive()
                    || file.getType(name).isRepetition(Repetition.REPEATED)) {
                return false;
            }
            PrimitiveTypeName physical = file.getType(name).asPrimitiveType().getPrimitiveTypeName();
            LogicalTypeAnnotation logical = file.getType(name).getLogicalTypeAnnotation();
            if (type instanceof BinaryType) {
                return physical == PrimitiveTypeName.BINARY && logical == null;
            }
            int bits = type.defaultSize() * Byte.SIZE;
            return physical == (bits == Long.SIZE ? PrimitiveTypeName.INT64 : PrimitiveTypeName.INT32)
                    && (logical == null
                            ? bits >= Integer.SIZE
                            : logical.equals(LogicalTypeAnnotation.intType(bits, true)));
        }
    }

    /** The columns of a query; empty if they are not one of bytes and beside it whole numbers. */
    static Optional<PagedColumns> of(StructType query) {
        List<String> names = List.of(query.fieldNames());
        int index = names.indexOf(ParquetFileFormat.ROW_INDEX_TEMPORARY_COLUMN_NAME());
        List<Column> stored = IntStream.range(0, names.size())
                .filter(place -> place != index)
                .mapToObj(place ->
                        new Column(place, names.get(place), query.apply(place).dataType()))
                .toList();
        List<Column> bytes = stored.stream()
                .filter(column -> column.type() instanceof BinaryType)
                .toList();
        List<Column> numbers =
                stored.stream().filter(column -> isWholeNumber(column.type())).toList();
        return bytes.size() == 1 && bytes.size() + numbers.size() == stored.size()
                ? Optional.of(new PagedColumns(query, bytes.get(0), numbers, index))
                : Optional.empty();
    }

    private static boolean isWholeNumber(DataType type) {
        return type instanceof ByteType
                || type instanceof ShortType
                || type instanceof IntegerType
                || type instanceof LongType;
    }

    /** Tells whether all columns are in a file, as Spark writes them. */
    boolean areIn(MessageType file) {
        return bytes.isIn(file) && numbers.stream().allMatch(column -> column.isIn(file));
    }
}
