package dev.mnistscorer.run;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.Datasets;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.table.ImageSize;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Images as they are named on the command line. */
sealed interface ImageInput permits FileInput, SampleInput {
    /** Name of the images on the command line. */
    String name();

    /** Location of the images. */
    String uri();

    /**
     * Lists the files of the images. A run lists them once: all that it reads and records are these.
     *
     * @throws BadInputException if there are none
     */
    List<InputFile> list(Configuration configuration);

    /**
     * Reads listed files as a table.
     *
     * @param classes labels must be below it; empty: any label is read
     * @param partitions number of partitions; 0: by size and cores
     * @throws BadInputException if the files are invalid, or have changed since they were listed
     */
    Dataset<Row> read(SparkSession session, List<InputFile> files, OptionalInt classes, int partitions);

    /** Remark on the labels of listed files: where missing ones were looked for. Empty if there is nothing to say. */
    default Optional<String> labelsNote(List<InputFile> files) {
        return Optional.empty();
    }

    /**
     * The images of a name.
     *
     * @throws BadInputException if it is a data set that is not available
     */
    static ImageInput named(Datasets datasets, String name, Optional<String> labels) {
        return SampleInput.named(name, labels).orElseGet(() -> new FileInput(name, datasets.images(name), labels));
    }

    /**
     * The images that are scored when none are named: MNIST, and where it is not available the sample.
     *
     * @param explain takes the reason why it is the sample
     */
    static ImageInput byDefault(Datasets datasets, Optional<String> labels, Consumer<String> explain) {
        try {
            return named(datasets, FileInput.DEFAULT, labels);
        } catch (BadInputException e) {
            explain.accept(e.getMessage());
            return named(datasets, SampleInput.NAME, labels);
        }
    }

    /**
     * Checks that images fit a network.
     *
     * @param pixels inputs of the network
     * @param network name of the network, for messages
     * @throws BadInputException if they have another number of pixels
     */
    default void requirePixels(Dataset<Row> images, int pixels, String network) {
        ImageSize size = ImageSize.of(images.schema());
        if (size.pixels() != pixels) {
            throw BadInputException.in(
                    uri(),
                    "images must have %d pixels, as many as %s has inputs, but have %d × %d = %d",
                    pixels,
                    network,
                    size.height(),
                    size.width(),
                    size.pixels());
        }
    }
}
