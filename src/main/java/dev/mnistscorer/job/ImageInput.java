package dev.mnistscorer.job;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.Datasets;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.source.idx.IdxListing;
import dev.mnistscorer.source.sample.SampleDigits;
import dev.mnistscorer.table.Columns;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.Metadata;

/** Images that were named on the command line. */
final class ImageInput {
    private static final Pattern SAMPLE = Pattern.compile("sample(?::(\\d{1,12}))?");
    private static final long SAMPLE_COUNT = 10_000;

    private static final String FIRST_CHOICE = "mnist";

    private final String name;
    private final String uri;
    private final OptionalLong sample;
    private final Optional<String> labels;
    private final Optional<List<String>> only;

    /**
     * Finds what is named.
     *
     * @throws BadInputException if it is a data set that cannot be had
     */
    ImageInput(Datasets datasets, String name, Optional<String> labels) {
        this.name = name;
        Matcher matcher = SAMPLE.matcher(name);
        if (matcher.matches()) {
            long count = matcher.group(1) == null ? SAMPLE_COUNT : Long.parseLong(matcher.group(1));
            if (count < 1 || labels.isPresent()) {
                throw new BadInputException("Cannot read " + name + ": "
                        + (count < 1 ? "the number of digits must be at least 1" : "it has labels of its own"));
            }
            this.sample = OptionalLong.of(count);
            this.uri = "sample:" + count;
        } else {
            this.sample = OptionalLong.empty();
            this.uri = datasets.images(name);
        }
        this.labels = labels;
        this.only = Optional.empty();
    }

    private ImageInput(ImageInput whole, List<String> only) {
        this.name = whole.name;
        this.uri = whole.uri;
        this.sample = whole.sample;
        this.labels = whole.labels;
        this.only = Optional.of(only);
    }

    /** The same, with some of its files only. */
    ImageInput of(List<InputFile> files) {
        return new ImageInput(this, files.stream().map(InputFile::path).toList());
    }

    /**
     * The files as they are now.
     *
     * @throws BadInputException if there are none
     */
    List<InputFile> files(Configuration configuration) {
        return sample.isPresent()
                ? List.of(new InputFile(uri, sample.getAsLong(), 0, Optional.empty()))
                : IdxListing.of(uri, labels, configuration);
    }

    /**
     * What is scored when nothing was named: MNIST, and where it cannot be had the sample.
     *
     * @param explain is told why it is the sample
     */
    static ImageInput byDefault(Datasets datasets, Optional<String> labels, Consumer<String> explain) {
        try {
            return new ImageInput(datasets, FIRST_CHOICE, labels);
        } catch (BadInputException e) {
            explain.accept(e.getMessage());
            return new ImageInput(datasets, "sample", labels);
        }
    }

    /** What the images are called. */
    String name() {
        return name;
    }

    /** Where the images are. */
    String uri() {
        return uri;
    }

    /** The images as a table, whatever their size and labels; {@code partitions} 0: by size and cores. */
    Dataset<Row> read(SparkSession session, int partitions) {
        return read(session, OptionalInt.empty(), partitions);
    }

    /**
     * The images as a table.
     *
     * @param classes labels must be below it; empty: they are left to whoever takes the rows
     * @param pixels how many pixels an image must have
     * @param partitions into how many partitions; 0: by size and cores
     * @throws BadInputException if the files are not what they should be
     */
    Dataset<Row> read(SparkSession session, OptionalInt classes, int pixels, int partitions) {
        Dataset<Row> images = read(session, classes, partitions);
        int height = height(images);
        int width = width(images);
        if (height * width != pixels) {
            throw BadInputException.in(
                    uri,
                    "images must have %d pixels, as many as the network has inputs, but have %d × %d = %d",
                    pixels,
                    height,
                    width,
                    height * width);
        }
        return images;
    }

    private Dataset<Row> read(SparkSession session, OptionalInt classes, int partitions) {
        if (sample.isPresent()) {
            return SampleDigits.read(session, sample.getAsLong(), partitions);
        }
        DataFrameReader reader = session.read().format("idx");
        classes.ifPresent(number -> reader.option("classes", number));
        labels.ifPresent(file -> reader.option("labels", file));
        if (partitions > 0) {
            reader.option("partitions", partitions);
        }
        return only.isPresent() ? reader.load(only.get().toArray(String[]::new)) : reader.load(uri);
    }

    int height(Dataset<Row> images) {
        return (int) size(images).getLong("height");
    }

    int width(Dataset<Row> images) {
        return (int) size(images).getLong("width");
    }

    /** How many images the files say they hold. */
    long count(Dataset<Row> images) {
        return size(images).getLong("count");
    }

    private static Metadata size(Dataset<Row> images) {
        return images.schema().apply(Columns.IMAGE).metadata();
    }
}
