package dev.mnistscorer.source.table;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.image.ImageProbe;
import dev.mnistscorer.image.RowFormat;
import dev.mnistscorer.image.Shape;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.table.Columns;
import dev.mnistscorer.table.ImageSize;
import dev.mnistscorer.table.ScoreField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A table of images in files that Spark reads, or in a catalog.
 *
 * @param reader reads it
 * @param options statements of the user
 * @param format format of images and labels
 */
public record ImageTable(TableReader reader, TableOptions options, RowFormat format) {
    /** Names that the columns of the output have. */
    private static final Set<String> RESERVED = Stream.concat(
                    Stream.of(Columns.ORIGIN, Columns.INDEX, Columns.LABEL, Columns.IMAGE, Columns.REASON),
                    ScoreField.all().stream().map(ScoreField::name))
            .collect(Collectors.toUnmodifiableSet());

    /**
     * Lists the files of the table.
     *
     * @throws BadInputException if there are none
     */
    public List<InputFile> list(SparkSession session, Configuration configuration) {
        return reader.list(session, configuration);
    }

    /**
     * Reads listed files as a table of the columns that are kept, and after them origin, index, label and image.
     *
     * @param pixels number of pixels that an image is expected to have; empty if any number is
     * @throws BadInputException if no column holds images, or the first rows hold none
     */
    public Dataset<Row> read(SparkSession session, List<InputFile> files, OptionalInt pixels) {
        Dataset<Row> table = reader.read(session, files, pixels);
        ColumnChoice choice = ColumnChoice.of(table.schema(), options, reader.name());
        Place place = place(table);
        List<Column> columns = new ArrayList<>();
        kept(table.schema(), choice, place).forEach(name -> columns.add(ColumnChoice.column(name)));
        columns.add(place.origin().as(Columns.ORIGIN));
        columns.add(place.index().as(Columns.INDEX));
        Optional<Column> malformed = reader.malformed(table);
        malformed.ifPresent(line -> columns.add(line));
        columns.add(choice.label()
                .map(ColumnChoice::column)
                .orElse(functions.lit(null).cast(DataTypes.IntegerType))
                .as(Columns.LABEL));
        // What Spark has read of a malformed line is no image.
        Column image = malformed
                .map(line -> functions.when(line.isNull(), choice.image()))
                .orElse(choice.image());
        columns.add(image.as(Columns.IMAGE));
        Dataset<Row> images = table.select(columns.toArray(Column[]::new));
        Shape shape = reader.first(table, files, choice.bytes())
                .flatMap(bytes -> ImageProbe.shape(images.schema(), bytes, format))
                .orElseGet(() -> ImageProbe.shape(images, format, reader.name()));
        ImageSize size = new ImageSize(
                shape.height(),
                shape.width(),
                reader.count(table, files),
                choice.label().isPresent() ? OptionalLong.empty() : OptionalLong.of(0));
        return images.withMetadata(Columns.IMAGE, size.metadata());
    }

    /** Expressions of file and position of a row, and the columns that they take. */
    private record Place(Column origin, Column index, Set<String> used) {}

    /** A table's own columns of that name and type are taken: a table that was made of images has their places. */
    private Place place(Dataset<Row> table) {
        Set<String> used = new TreeSet<>();
        Column origin = reader.origin(table);
        Column index = reader.index(table);
        for (StructField field : table.schema().fields()) {
            if (field.name().equals(Columns.ORIGIN) && field.dataType() instanceof StringType) {
                origin = functions.coalesce(ColumnChoice.column(Columns.ORIGIN), origin);
                used.add(Columns.ORIGIN);
            }
            if (field.name().equals(Columns.INDEX) && field.dataType() instanceof IntegralType) {
                index = ColumnChoice.column(Columns.INDEX).cast(DataTypes.LongType);
                used.add(Columns.INDEX);
            }
        }
        return new Place(origin, index, used);
    }

    private List<String> kept(StructType schema, ColumnChoice choice, Place place) {
        List<String> others = Arrays.stream(schema.fieldNames())
                .filter(name -> !choice.used().contains(name) && !place.used().contains(name))
                .filter(name -> !name.equals(Columns.MALFORMED))
                .toList();
        List<String> kept = KeptColumns.of(options.kept(), others, reader.name());
        List<String> reserved = kept.stream()
                .filter(name -> RESERVED.contains(name.toLowerCase(Locale.ROOT)))
                .toList();
        if (!reserved.isEmpty()) {
            throw BadInputException.in(
                    reader.name(),
                    "column %s cannot be kept, as the output has one of that name; --keep=%s leaves it out",
                    reserved.get(0),
                    kept.size() == 1
                            ? "none"
                            : kept.stream()
                                    .filter(name -> !reserved.contains(name))
                                    .collect(Collectors.joining(",")));
        }
        return kept;
    }
}
