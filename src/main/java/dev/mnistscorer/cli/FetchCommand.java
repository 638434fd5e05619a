package dev.mnistscorer.cli;

import dev.mnistscorer.job.FetchJob;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fetch}: words to options. */
@Command(
        name = "fetch",
        description = {
            "Brings MNIST and the book's weights to the local data directory: $MNIST_HOME, else ~/.cache/mnist-scorer.",
            ""
        })
final class FetchCommand extends JobCommand {
    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "a directory that has the files already (default: from the network)")
    private Path from;

    FetchCommand(PrintStream out, PrintStream err) {
        super(out, err);
    }

    @Override
    void run() {
        new FetchJob(Optional.ofNullable(from), out, err).run();
    }
}
