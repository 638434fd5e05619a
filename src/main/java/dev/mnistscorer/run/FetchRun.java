package dev.mnistscorer.run;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.Datasets;
import dev.mnistscorer.source.Download;
import dev.mnistscorer.source.NamedFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/** A run of {@code fetch}: brings MNIST and the book's weights to the local data directory. */
public final class FetchRun {
    private final Optional<Path> from;
    private final PrintStream out;
    private final PrintStream progress;

    /** Takes the files from a directory, or from the network if there is none. */
    public FetchRun(Optional<Path> from, PrintStream out, PrintStream progress) {
        this.from = from;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Runs.
     *
     * @throws BadInputException if a file is not available; those before it stay
     */
    public void run() {
        Path home = Datasets.homeOfEnvironment();
        Download download = new Download(progress);
        for (NamedFile file : NamedFile.values()) {
            try {
                if (from.isPresent()) {
                    download.copy(file, from.get(), home);
                } else {
                    download.fetch(file, home);
                }
            } catch (IOException e) {
                throw new BadInputException(
                        "Cannot fetch " + file.storedName() + ": " + e.getMessage() + "; " + file.byHand(home), e);
            }
        }
        out.printf("MNIST and the book's weights are in %s, checked against their known sha256.%n", home);
        out.println("The licence of MNIST is stated differently by different hosts (CC BY-SA 3.0, MIT, none);"
                + " the book's weights are under the MIT licence.");
    }
}
