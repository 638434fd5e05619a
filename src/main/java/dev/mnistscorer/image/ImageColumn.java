package dev.mnistscorer.image;

import dev.mnistscorer.table.Columns;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Images in a column of a table. */
public final class ImageColumn {
    /** Types of columns that hold images, for messages. */
    public static final String TYPES =
            "binary, an array of numbers or of rows of them, a vector or a struct with binary field bytes";

    /** Field of the struct in which data sets of Hugging Face hold an encoded picture. */
    private static final String PICTURE_BYTES = "bytes";

    private ImageColumn() {}

    /** Returns the name of a column of bytes, or of a struct and its field of bytes; empty for other columns of images. */
    public static List<String> bytes(StructField field) {
        if (field.dataType() instanceof BinaryType) {
            return List.of(field.name());
        }
        return isPicture(field.dataType()) ? List.of(field.name(), PICTURE_BYTES) : List.of();
    }

    private static boolean isPicture(DataType type) {
        return type instanceof StructType struct
                && Arrays.stream(struct.fields())
                        .anyMatch(part -> part.name().equals(PICTURE_BYTES) && part.dataType() instanceof BinaryType);
    }

    /** Returns the images of a column in a form that {@link ImageDecoder} reads; empty if its type holds none. */
    public static Optional<Column> of(StructField field) {
        Column column = functions.col(Columns.quoted(field.name()));
        DataType type = field.dataType();
        if (ImageDecoder.holdsImages(type)) {
            return Optional.of(column);
        }
        if (type instanceof ArrayType rows
                && rows.elementType() instanceof ArrayType
                && ImageDecoder.holdsImages(rows.elementType())) {
            return Optional.of(functions.flatten(column));
        }
        return isPicture(type) ? Optional.of(column.getField(PICTURE_BYTES)) : Optional.empty();
    }

    /** Tells whether the numbers of a column have fractions, so that its type leaves their range open. */
    public static boolean holdsFractions(StructField field) {
        DataType type = field.dataType();
        while (type instanceof ArrayType array) {
            type = array.elementType();
        }
        return type instanceof FloatType || type instanceof DoubleType || type.equals(SQLDataTypes.VectorType());
    }
}
