package dev.mnistscorer.input;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.image.DecodedImages;
import dev.mnistscorer.image.PreparationStep;
import dev.mnistscorer.image.RowFormat;
import dev.mnistscorer.image.Shape;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.spark.HadoopConf;
import dev.mnistscorer.table.ImageSize;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Images as they are named on the command line. */
public sealed interface ImageInput permits IdxInput, SampleInput, TableInput, PictureInput {
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
     * What is known of the images before they are read.
     *
     * @param classes labels must be below it; empty: any label is read
     * @param pixels number of pixels that an image must have; empty: any number
     */
    record Expected(OptionalInt classes, OptionalInt pixels) {
        /** Nothing is known. */
        public static final Expected ANYTHING = new Expected(OptionalInt.empty(), OptionalInt.empty());
    }

    /**
     * Reads listed files as a table: columns that are kept, and after them origin, index, label and image.
     *
     * @param partitions number of partitions; 0: by size and cores
     * @throws BadInputException if the files are invalid, or have changed since they were listed
     */
    Dataset<Row> read(SparkSession session, List<InputFile> files, Expected expected, int partitions);

    /** Format of images and labels in the table. */
    default RowFormat format() {
        return RowFormat.PLAIN;
    }

    /**
     * Makes sure, after the images were read, that their files are still those that were listed. Nothing is to do where the
     * tasks have done so.
     *
     * @throws BadInputException if one has changed
     */
    default void requireUnchanged(List<InputFile> files, Configuration configuration) throws IOException {}

    /** Tells whether some of the listed files can be read without the others. */
    default boolean readsSingleFiles() {
        return true;
    }

    /** Tells whether the table holds the images as unsigned bytes, and their classes as labels. */
    default boolean isDecoded() {
        return false;
    }

    /** Reads all images as {@link DecodedImages}, with their classes. */
    default Dataset<Row> decoded(SparkSession session, Expected expected, int partitions) {
        Dataset<Row> images = read(session, list(HadoopConf.of(session)), expected, partitions);
        return isDecoded() ? images : DecodedImages.of(images, format());
    }

    /** Remark on the position of an image, where it depends on more than the files; empty where it does not. */
    default Optional<String> positionNote() {
        return Optional.empty();
    }

    /** Image number {@code index} of the table, as the only row; no row if there are fewer. */
    default Dataset<Row> at(Dataset<Row> images, long index) {
        return images.offset(Math.toIntExact(index)).limit(1);
    }

    /** Arguments that change what is scored, for the identity of the run. */
    default List<String> settings() {
        return format().equals(RowFormat.PLAIN) ? List.of() : List.of(format().toString());
    }

    /** Number of images in a file where its header declares it. */
    default OptionalLong count(SparkSession session, InputFile file) {
        return OptionalLong.empty();
    }

    /** Remark on the labels of listed files: where missing ones were looked for. Empty if there is nothing to say. */
    default Optional<String> labelsNote(List<InputFile> files) {
        return Optional.empty();
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
                    "images must have %d pixels, as many as %s has inputs, but have %d × %d = %d%s",
                    pixels,
                    network,
                    size.height(),
                    size.width(),
                    size.pixels(),
                    remedy(size, pixels));
        }
    }

    private String remedy(ImageSize size, int pixels) {
        RowFormat mnist = new RowFormat(null, Set.of(PreparationStep.MNIST), 0);
        Shape prepared = mnist.prepared(new Shape(size.height(), size.width()));
        // A single row is one of numbers whose height and width are not known.
        return format().isMnist() || prepared.pixels() != pixels || size.height() == 1
                ? ""
                : "; --prepare=mnist makes " + prepared + " of pictures of digits of any size";
    }
}
