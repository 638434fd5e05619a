package dev.mnistscorer.input;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.error.Suggestion;
import dev.mnistscorer.image.DecodedImages;
import dev.mnistscorer.image.RowFormat;
import dev.mnistscorer.image.Shape;
import dev.mnistscorer.image.StoredSize;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.source.NamedSet;
import dev.mnistscorer.source.idx.IdxListing;
import dev.mnistscorer.source.table.KeptColumns;
import dev.mnistscorer.spark.HadoopConf;
import dev.mnistscorer.table.Columns;
import dev.mnistscorer.table.ImageSize;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BinaryType;

/**
 * Array files: IDX, {@code .npy} and {@code .npz}.
 *
 * @param name a named data set, or the URI
 * @param uri a file, a directory or a glob
 * @param labels URI of the label file; empty: the one beside the images
 * @param member the array of images in a {@code .npz} file; empty: found by name
 * @param kept columns beside origin, index, label and image that are kept, of which only the labels of QMNIST have some;
 *     empty: all
 * @param format format of images and labels
 */
record IdxInput(
        String name,
        String uri,
        Optional<String> labels,
        Optional<String> member,
        Optional<List<String>> kept,
        RowFormat format)
        implements ImageInput {
    private static final List<String> USUAL = List.of(Columns.ORIGIN, Columns.INDEX, Columns.LABEL, Columns.IMAGE);

    /** The data set that is scored when none is named. */
    static final String DEFAULT = "mnist";

    private static final List<String> NAMES = Stream.concat(
                    NamedSet.names().stream(), Stream.of(SampleInput.NAME, SampleInput.NAME + ":N"))
            .toList();

    /** A word that may be meant as the name of a data set rather than as a path. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_:-]*");

    @Override
    public List<InputFile> list(Configuration configuration) {
        try {
            return IdxListing.of(uri, labels, member, configuration);
        } catch (BadInputException e) {
            if (!NAME.matcher(name).matches() || !e.getMessage().endsWith("no such file or directory")) {
                throw e;
            }
            String suggestion = Suggestion.of(name.replaceAll("[-_]test$", ""), NAMES);
            throw new BadInputException(
                    e.getMessage()
                            + (suggestion.isEmpty() ? "; named data sets are " + String.join(", ", NAMES) : suggestion),
                    e);
        }
    }

    @Override
    public Optional<String> labelsNote(List<InputFile> files) {
        return IdxListing.labelsNote(files);
    }

    @Override
    public List<String> settings() {
        return Stream.of(
                        member.stream(),
                        kept.map(names -> "keep " + String.join(",", names)).stream(),
                        ImageInput.super.settings().stream())
                .flatMap(Function.identity())
                .toList();
    }

    /** Numbers other than unsigned bytes are decoded as they are read. */
    @Override
    public Dataset<Row> decoded(SparkSession session, Expected expected, int partitions) {
        Dataset<Row> images = read(session, list(HadoopConf.of(session)), expected, partitions);
        boolean bytes = images.schema().apply(Columns.IMAGE).dataType() instanceof BinaryType;
        return bytes && format.equals(RowFormat.PLAIN) ? images : DecodedImages.of(images, format);
    }

    @Override
    public Dataset<Row> read(SparkSession session, List<InputFile> files, Expected expected, int partitions) {
        Dataset<Row> images = ordered(load(session, files, expected, partitions));
        if (format.steps().isEmpty()) {
            return images;
        }
        ImageSize size = ImageSize.of(images.schema());
        Shape stored = new Shape(size.height(), size.width());
        Shape shape = format.prepared(stored);
        ImageSize prepared = new ImageSize(shape.height(), shape.width(), size.count(), size.labelled());
        return images.withMetadata(Columns.IMAGE, StoredSize.metadata(stored, prepared.metadata()));
    }

    private Dataset<Row> load(SparkSession session, List<InputFile> files, Expected expected, int partitions) {
        DataFrameReader reader = session.read().format("idx").option("inventory", InputFile.toJson(files));
        if (format.labelOffset() == 0) {
            expected.classes().ifPresent(number -> reader.option("classes", number));
        }
        member.ifPresent(array -> reader.option("member", array));
        if (partitions > 0) {
            reader.option("partitions", partitions);
        }
        return reader.load();
    }

    /** The columns that are kept, and the others after them. */
    private Dataset<Row> ordered(Dataset<Row> images) {
        List<String> more = Arrays.stream(images.columns())
                .filter(column -> !USUAL.contains(column))
                .toList();
        List<String> chosen = KeptColumns.of(kept, more, uri);
        return more.isEmpty()
                ? images
                : images.select(Stream.concat(chosen.stream(), USUAL.stream())
                        .map(functions::col)
                        .toArray(Column[]::new));
    }

    @Override
    public Dataset<Row> at(Dataset<Row> images, long index) {
        return images.where(functions.col(Columns.INDEX).equalTo(index)).limit(1);
    }

    @Override
    public OptionalLong count(SparkSession session, InputFile file) {
        return ImageSize.of(load(session, List.of(file), Expected.ANYTHING, 0).schema())
                .count();
    }
}
