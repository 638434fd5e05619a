package dev.mnistscorer.cli;

import dev.mnistscorer.inspect.InspectOptions;
import dev.mnistscorer.inspect.InspectRun;
import dev.mnistscorer.picture.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Command {@code inspect}. */
@Command(
        name = "inspect",
        description = {"Shows images, one image, or a weights file.", ""},
        footer = {
            "",
            "Examples:",
            "  ./submit.sh inspect --input sample --index 42 --weights builtin",
            "  ./submit.sh inspect --weights network.npz"
        })
final class InspectCommand extends JobCommand {
    /** Use of colours. */
    enum Colour {
        AUTO,
        ALWAYS,
        NEVER
    }

    @Mixin
    private InputArguments images = new InputArguments();

    @Mixin
    private ClassArguments classes = new ClassArguments();

    @Mixin
    private WeightsArguments weights = new WeightsArguments();

    @Option(names = "--index", paramLabel = "N", description = "show this one image, from 0 on")
    private Long index;

    @Option(names = "--pixels", description = "show the numbers of that image too")
    private boolean pixels;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "10",
            description = "number of images to show (default: ${DEFAULT-VALUE})")
    private int count;

    @Option(
            names = "--digest",
            description = "print the sha256 of the bits of all probabilities of --weights on --input")
    private boolean digest;

    @Option(names = "--png", paramLabel = "URI", description = "write the images as a picture, labels under them")
    private String png;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto (on a terminal, unless NO_COLOR is set), always or never (default: ${DEFAULT-VALUE})")
    private Colour colour;

    private final Terminal terminal;

    InspectCommand(PrintStream out, PrintStream err, Terminal terminal) {
        super(out, err);
        this.terminal = terminal;
    }

    @Override
    Map<String, String> defaults() {
        return Map.of(InputArguments.DEFAULT, "none", WeightsArguments.DEFAULT, "none");
    }

    @Override
    void run() throws IOException {
        new InspectRun(options(), out, err).run();
    }

    private InspectOptions options() {
        boolean coloured = colour == Colour.ALWAYS || colour == Colour.AUTO && terminal.colour();
        return checked(() -> new InspectOptions(
                classes.named(images.options(Optional.empty())),
                weights.named(),
                weights.importing(),
                index == null ? OptionalLong.empty() : OptionalLong.of(index),
                pixels,
                digest,
                count,
                Arguments.uri("--png", png),
                new Terminal(terminal.columns(), coloured)));
    }
}
