package dev.mnistscorer.run;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.Datasets;
import dev.mnistscorer.source.Download;
import dev.mnistscorer.source.NamedFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
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
     * @throws BadInputException if a file is not available; the others stay
     */
    public void run() {
        Path home = Datasets.homeOfEnvironment();
        List<NamedFile> files = List.of(NamedFile.values());
        Download download = new Download(progress);
        try {
            if (from.isPresent()) {
                download.copy(files, from.get(), home);
            } else {
                download.fetch(files, home);
            }
        } catch (IOException e) {
            String remedy = from.isPresent() ? "" : "; --from DIR copies them";
            throw new BadInputException("Cannot fetch " + e.getMessage() + remedy, e);
        }
        out.printf("MNIST and the book's weights are in %s, checked against their known sha256.%n", home);
        out.println("The licence of MNIST is stated differently by different hosts (CC BY-SA 3.0, MIT, none);"
                + " the book's weights are under the MIT licence.");
    }
}
