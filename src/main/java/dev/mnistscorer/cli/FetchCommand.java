package dev.mnistscorer.cli;

import dev.mnistscorer.job.FetchJob;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fetch}: words to options. */
@Command(
        name = "fetch",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = {
            "Brings MNIST and the book's weights to the local data directory: $MNIST_HOME, else ~/.cache/mnist-scorer.",
            ""
        },
        mixinStandardHelpOptions = true)
final class FetchCommand implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "a directory that has the files already (default: from the network)")
    private Path from;

    @Option(names = "--stacktrace", description = "show where an error came from")
    private boolean stacktrace;

    FetchCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        new FetchJob(Optional.ofNullable(from), out, err).run();
        return ExitStatus.DONE;
    }
}
