package dev.mnistscorer.spark;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.mapreduce.Job;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.csv.CSVFileFormat;
import org.apache.spark.sql.execution.datasources.json.JsonFileFormat;
import org.apache.spark.sql.execution.datasources.orc.OrcFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.immutable.Map;

/** Formats in which predictions are written: Spark's own file formats. */
public enum OutputFormat {
    /** Apache Parquet. */
    PARQUET(ParquetFileFormat::new),
    /** One JSON object a line. */
    JSON(JsonFileFormat::new),
    /** Comma-separated with a header line; the numbers of an array are one field, separated by spaces. */
    CSV(CSVFileFormat::new),
    /** Apache ORC. */
    ORC(OrcFileFormat::new);

    private final Supplier<FileFormat> format;

    OutputFormat(Supplier<FileFormat> format) {
        this.format = format;
    }

    OutputWriterFactory prepare(SparkSession session, Job job, StructType stored) {
        return format.get().prepareWrite(session, job, new Map.Map1<>("header", "true"), stored);
    }

    /** Columns of a file: CSV has no arrays. */
    StructType stored(StructType columns) {
        if (this != CSV) {
            return columns;
        }
        return new StructType(Arrays.stream(columns.fields())
                .map(field -> field.dataType() instanceof ArrayType
                        ? new StructField(field.name(), DataTypes.StringType, field.nullable(), field.metadata())
                        : field)
                .toArray(StructField[]::new));
    }

    /** Gives a row the form that the writer of a file takes. */
    interface RowForm {
        InternalRow of(InternalRow row);
    }

    /** The form of the first columns of a row. One object for all rows of a task. */
    RowForm form(StructType columns) {
        if (this == CSV) {
            return row -> text(row, columns);
        }
        PrefixRow prefix = new PrefixRow(columns.length());
        return prefix::of;
    }

    private static InternalRow text(InternalRow row, StructType columns) {
        Object[] values = new Object[columns.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns.apply(i).dataType() instanceof ArrayType
                    ? UTF8String.fromString(joined(row.getArray(i).toFloatArray()))
                    : row.get(i, columns.apply(i).dataType());
        }
        return new GenericInternalRow(values);
    }

    private static String joined(float[] numbers) {
        return IntStream.range(0, numbers.length)
                .mapToObj(i -> Float.toString(numbers[i]))
                .collect(Collectors.joining(" "));
    }

    /** A row and a text as one more column. */
    static InternalRow with(InternalRow row, String text) {
        return new JoinedRow(row, new GenericInternalRow(new Object[] {UTF8String.fromString(text)}));
    }
}
