package dev.mnistscorer.cli;

import dev.mnistscorer.job.InspectJob;
import dev.mnistscorer.job.InspectOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code inspect}: words to options. */
@Command(
        name = "inspect",
        description = {"Shows images, one image, or a weights file.", ""})
final class InspectCommand extends JobCommand {
    /** When to colour. */
    enum Colour {
        AUTO,
        ALWAYS,
        NEVER
    }

    @Option(names = "--input", paramLabel = "NAME|URI", description = "images, as for score (default: none)")
    private String input;

    @Option(
            names = "--labels",
            paramLabel = "URI",
            description = "the label file (default: found beside the images by MNIST's naming)")
    private String labels;

    @Option(
            names = "--weights",
            paramLabel = "NAME|URI",
            description = "weights, as for score: shown, or with --index applied to the image (default: none)")
    private String weights;

    @Mixin
    private ImportArguments imports = new ImportArguments();

    @Option(names = "--index", paramLabel = "N", description = "show this one image, from 0 on")
    private Long index;

    @Option(names = "--pixels", description = "show the numbers of that image too")
    private boolean pixels;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "10",
            description = "how many images to show (default: ${DEFAULT-VALUE})")
    private int count;

    @Option(names = "--png", paramLabel = "URI", description = "write the images as a picture, labels under them")
    private String png;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto (on a terminal), always or never (default: ${DEFAULT-VALUE})")
    private Colour colour;

    InspectCommand(PrintStream out, PrintStream err) {
        super(out, err);
    }

    @Override
    void run() throws IOException {
        new InspectJob(options(), out, err).run();
    }

    private InspectOptions options() {
        // A console is there only if both standard input and standard output are a terminal.
        boolean coloured = colour == Colour.ALWAYS || colour == Colour.AUTO && System.console() != null;
        return checked(() -> new InspectOptions(
                Optional.ofNullable(input),
                Optional.ofNullable(labels),
                Optional.ofNullable(weights),
                imports.options(),
                index == null ? OptionalLong.empty() : OptionalLong.of(index),
                pixels,
                count,
                Optional.ofNullable(png),
                coloured));
    }
}
