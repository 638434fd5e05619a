package dev.mnistscorer.input;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.image.PreparationStep;
import dev.mnistscorer.image.RowFormat;
import dev.mnistscorer.source.InputFormat;
import dev.mnistscorer.source.NamedSet;
import dev.mnistscorer.source.table.TableOptions;
import dev.mnistscorer.table.ClassNames;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Images of a run.
 *
 * @param input a named data set, or the URI of images; empty: the default of the command
 * @param labels URI of the label file; empty: found beside the images
 * @param member the array of images in a {@code .npz} file; empty: found by name
 * @param inputTable table of a catalog in the place of an input; empty: none
 * @param inputFormat format of the images; empty: told by their content
 * @param table statements about a table of images
 * @param rowFormat format of images and labels in rows
 * @param classNames names of the classes; empty: those of a named data set
 * @param partitions tasks that the images are split for; empty: by size and cores
 */
public record InputOptions(
        Optional<String> input,
        Optional<String> labels,
        Optional<String> member,
        Optional<String> inputTable,
        Optional<InputFormat> inputFormat,
        TableOptions table,
        RowFormat rowFormat,
        Optional<ClassNames> classNames,
        OptionalInt partitions) {
    /** Largest number of partitions: the state that Spark's driver keeps of more tasks fills its memory. */
    public static final int MOST_PARTITIONS = 100_000;

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the number of partitions is out of range, there are two inputs, or pixels are to be
     *     changed where there are none
     */
    public InputOptions {
        if (input.isPresent() && inputTable.isPresent()) {
            throw new IllegalArgumentException("--input and --input-table must not be given together");
        }
        if (!rowFormat.holdsPixels()
                && (rowFormat.isMnist() || rowFormat.steps().contains(PreparationStep.INVERT))) {
            throw new IllegalArgumentException(
                    "--pixel-range=none must not be given with --invert or --prepare, which change pixels");
        }
        if (partitions.isPresent() && partitions.getAsInt() < 1) {
            throw new IllegalArgumentException("--partitions must be at least 1 but was " + partitions.getAsInt());
        }
        if (partitions.isPresent() && partitions.getAsInt() > MOST_PARTITIONS) {
            throw new IllegalArgumentException(
                    "--partitions must be at most " + MOST_PARTITIONS + " but was " + partitions.getAsInt());
        }
    }

    /** True if images are named. */
    public boolean isNamed() {
        return input.isPresent() || inputTable.isPresent();
    }

    /** The options of other images, of which nothing is stated. */
    public static InputOptions named(String input) {
        return new InputOptions(
                Optional.of(input),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                TableOptions.NONE,
                RowFormat.PLAIN,
                Optional.empty(),
                OptionalInt.empty());
    }

    /** The same options for images as they were before the preparation. */
    public InputOptions preview() {
        return new InputOptions(
                input, labels, member, inputTable, inputFormat, table, rowFormat.preview(), classNames, partitions);
    }

    /** The same options with names of the classes. */
    public InputOptions withClassNames(Optional<ClassNames> names) {
        return new InputOptions(input, labels, member, inputTable, inputFormat, table, rowFormat, names, partitions);
    }

    /** The same options with an input. */
    InputOptions withInput(String named) {
        return new InputOptions(
                Optional.of(named),
                labels,
                member,
                Optional.empty(),
                inputFormat,
                table,
                rowFormat,
                classNames,
                partitions);
    }

    /**
     * The names of a network's classes: those that are stated, else those of a named data set of as many classes.
     *
     * @param name name of the images
     * @throws BadInputException if names of another number of classes are stated
     */
    public ClassNames classNames(String name, int classes) {
        if (classNames.isPresent() && classNames.get().count() != classes) {
            throw new BadInputException(String.format(
                    Locale.ROOT,
                    "--class-names must name the network's %d classes but names %d",
                    classes,
                    classNames.get().count()));
        }
        return classNames(name).filter(names -> names.count() == classes).orElse(ClassNames.NONE);
    }

    /** The names of the classes of images by themselves; empty if they are not known. */
    public Optional<ClassNames> classNames(String name) {
        return classNames.or(() -> NamedSet.of(name).map(NamedSet::classNames));
    }
}
