package dev.mnistscorer.run;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.error.Suggestion;
import dev.mnistscorer.source.Collection;
import dev.mnistscorer.source.Datasets;
import dev.mnistscorer.source.Download;
import dev.mnistscorer.source.NamedFile;
import dev.mnistscorer.source.NamedSet;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A run of {@code fetch}: brings named data to the local data directory. */
public final class FetchRun {
    private static final String BOOK = "book";
    private static final List<String> DEFAULT = List.of("mnist", BOOK);

    private final Optional<Path> from;
    private final PrintStream out;
    private final Download download;
    private final Path home;

    /** Takes the files from a directory, or from the network if there is none. */
    public FetchRun(Optional<Path> from, PrintStream out, PrintStream progress) {
        this(from, out, new Download(progress), Datasets.homeOfEnvironment());
    }

    FetchRun(Optional<Path> from, PrintStream out, Download download, Path home) {
        this.from = from;
        this.out = out;
        this.download = download;
        this.home = home;
    }

    /**
     * Runs.
     *
     * @param names data sets, or the book's weights; empty: MNIST and these
     * @throws BadInputException if one is unknown, or a file is not available; the others stay
     */
    public void run(List<String> names) {
        List<NamedFile> files = new ArrayList<>();
        for (String name : names.isEmpty() ? DEFAULT : names) {
            files.addAll(files(name));
        }
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
        if (names.isEmpty()) {
            out.printf("MNIST and the book's weights are in %s, checked against their known sha256.%n", home);
            out.println("The licence of MNIST is stated differently by different hosts (CC BY-SA 3.0, MIT, none);"
                    + " the book's weights are under the MIT licence.");
        } else {
            files.stream().map(NamedFile::collection).distinct().forEach(this::describe);
        }
    }

    private static List<NamedFile> files(String name) {
        if (name.equals(BOOK)) {
            return List.of(NamedFile.BOOK_WEIGHTS);
        }
        List<NamedSet> sets = NamedSet.fetchedBy(name);
        if (sets.isEmpty()) {
            List<String> known =
                    Stream.concat(NamedSet.names().stream(), Stream.of(BOOK)).toList();
            String suggestion = Suggestion.of(name, known);
            throw new BadInputException("Cannot fetch " + name + ": no such data set"
                    + (suggestion.isEmpty() ? "; there are " + String.join(", ", known) : suggestion));
        }
        return sets.stream().flatMap(set -> set.files().stream()).toList();
    }

    private void describe(Collection collection) {
        out.printf("%s is in %s. %s%n", collection.title(), home.resolve(collection.directory()), checked(collection));
        out.printf("Source: %s%nLicence: %s%n", collection.source(), collection.licence());
    }

    private static String checked(Collection collection) {
        return switch (collection) {
            case MNIST, BOOK -> "It was checked against its known sha256.";
            default ->
                "No sha256 of it is published: those of the first download are recorded in SHA256SUMS there, and each run"
                        + " compares them.";
        };
    }
}
