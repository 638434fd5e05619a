package dev.mnistscorer.cli;

import dev.mnistscorer.image.PixelRange;
import dev.mnistscorer.image.PreparationStep;
import dev.mnistscorer.image.RowFormat;
import dev.mnistscorer.input.InputOptions;
import dev.mnistscorer.source.InputFormat;
import dev.mnistscorer.source.table.TableOptions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import picocli.CommandLine.Option;

/** Arguments that name images, for all commands. */
final class InputArguments {
    /** Name of the default of the input in descriptions. */
    static final String DEFAULT = "input.default";

    private static final String ALL = "all";
    private static final String NONE = "none";

    @Option(
            names = "--input",
            paramLabel = "NAME|URI",
            description = {
                "mnist (10,000 test images), fashion-mnist, kmnist, qmnist, emnist-digits, -letters, -balanced, -byclass, -bymerge"
                        + " or -mnist, each with -train; sample, sample:N or sample:N:hard (built in); or a file, a directory or"
                        + " a glob: IDX, .npy, .npz, Parquet, ORC, JSON, CSV, LIBSVM, pictures (default: ${input.default})"
            })
    private String input;

    @Option(
            names = "--input-table",
            paramLabel = "NAME",
            description = "a table or view of Spark's catalog, in the place of --input")
    private String table;

    @Option(
            names = "--labels",
            paramLabel = "URI",
            description = "the label file of IDX, .npy or .npz images (default: found in or beside it by name)")
    private String labels;

    @Option(
            names = "--member",
            paramLabel = "NAME",
            description = "array of a .npz file that holds the images (default: x_test, test_images, or the only one)")
    private String member;

    @Option(
            names = "--input-format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: told by content)")
    private InputFormat format;

    @Option(
            names = "--image-column",
            paramLabel = "NAME",
            description = "column of a table that holds the images (default: found by type and name)")
    private String imageColumn;

    @Option(
            names = "--label-column",
            paramLabel = "NAME",
            description = "column of a table that holds the labels (default: found by name)")
    private String labelColumn;

    @Option(
            names = "--label-offset",
            paramLabel = "N",
            defaultValue = "0",
            description = "label of class 0 (default: ${DEFAULT-VALUE})")
    private int labelOffset;

    @Option(
            names = "--pixel-range",
            paramLabel = "LOW..HIGH|none",
            converter = PixelRangeConverter.class,
            description = {
                "range of numbers that stand for pixels, as 0..1; none: numbers enter the network as they are, such as scaled"
                        + " features (default: 0..255 for whole numbers)"
            })
    private PixelRange range;

    @Option(
            names = "--transpose",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            paramLabel = "true|false",
            description = "exchange rows and columns of the images, as EMNIST needs it (default: ${DEFAULT-VALUE})")
    private boolean transpose;

    @Option(
            names = "--invert",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            paramLabel = "true|false",
            description = "score dark ink on light paper as light ink on dark paper (default: ${DEFAULT-VALUE})")
    private boolean invert;

    /** Preparation of images. */
    enum Preparation {
        NONE,
        MNIST
    }

    @Option(
            names = "--prepare",
            paramLabel = "none|mnist",
            defaultValue = "none",
            description = {
                "mnist: crop, scale and centre digits of any size, on paper of any colour, as those of MNIST were"
                        + " (default: ${DEFAULT-VALUE})"
            })
    private Preparation preparation;

    /** The options of a command that splits images by size and cores. */
    InputOptions options(Optional<String> otherwise) {
        return options(otherwise, Optional.empty(), OptionalInt.empty());
    }

    /**
     * The options.
     *
     * @param otherwise input of a command that has a default
     * @param kept value of {@code --keep}
     */
    InputOptions options(Optional<String> otherwise, Optional<String> kept, OptionalInt partitions) {
        Set<PreparationStep> steps = EnumSet.noneOf(PreparationStep.class);
        if (transpose) {
            steps.add(PreparationStep.TRANSPOSE);
        }
        if (invert) {
            steps.add(PreparationStep.INVERT);
        }
        if (preparation == Preparation.MNIST) {
            steps.add(PreparationStep.MNIST);
        }
        return new InputOptions(
                Arguments.uri("--input", input).or(() -> table == null ? otherwise : Optional.empty()),
                Arguments.uri("--labels", labels),
                Optional.ofNullable(member),
                Optional.ofNullable(table),
                Optional.ofNullable(format),
                new TableOptions(
                        Optional.ofNullable(imageColumn), Optional.ofNullable(labelColumn), kept.flatMap(this::kept)),
                new RowFormat(range, steps, labelOffset),
                Optional.empty(),
                partitions);
    }

    private Optional<List<String>> kept(String names) {
        return switch (names) {
            case ALL -> Optional.empty();
            case NONE -> Optional.of(List.of());
            default ->
                Optional.of(Arrays.stream(names.split(",")).map(String::strip).toList());
        };
    }
}
