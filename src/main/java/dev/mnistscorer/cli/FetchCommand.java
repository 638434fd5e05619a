package dev.mnistscorer.cli;

import dev.mnistscorer.run.FetchRun;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Command {@code fetch}. */
@Command(
        name = "fetch",
        description = {
            "Downloads MNIST and the book's weights, or the named data sets, to the local data directory: $MNIST_HOME,"
                    + " else ~/.cache/mnist-scorer.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ./submit.sh fetch fashion-mnist emnist-letters",
            "  ./submit.sh fetch --from /media/usb/mnist"
        })
final class FetchCommand extends JobCommand {
    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "mnist, fashion-mnist, kmnist, qmnist, emnist-digits, emnist-letters, emnist-balanced,"
                    + " emnist-byclass, emnist-bymerge, emnist-mnist or book (default: mnist and book)")
    private List<String> names = List.of();

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
        new FetchRun(directory, out, err).run(names);
    }
}
