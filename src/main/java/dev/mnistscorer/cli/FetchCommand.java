package dev.mnistscorer.cli;

import dev.mnistscorer.run.FetchRun;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Command {@code fetch}. */
@Command(
        name = "fetch",
        description = {
            "Downloads MNIST and the book's weights to the local data directory: $MNIST_HOME, else ~/.cache/mnist-scorer.",
            ""
        },
        footer = {"", "Examples:", "  ./submit.sh fetch", "  ./submit.sh fetch --from /media/usb/mnist"})
final class FetchCommand extends JobCommand {
    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "a directory that has the files (default: from the network)")
    private String from;

    FetchCommand(PrintStream out, PrintStream err) {
        super(out, err);
    }

    @Override
    void run() {
        Optional<Path> directory = checked(() -> Arguments.uri("--from", from).map(Path::of));
        new FetchRun(directory, out, err).run();
    }
}
