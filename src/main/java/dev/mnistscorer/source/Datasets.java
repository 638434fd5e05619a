package dev.mnistscorer.source;

import dev.mnistscorer.error.BadInputException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The data sets and weights that have a name, in the directory {@code $MNIST_HOME}, else in {@code ~/.cache/mnist-scorer}.
 *
 * @param home that directory
 * @param download brings missing files there; empty: they are not downloaded
 */
public record Datasets(Path home, Optional<Download> download) {

    /** The directory according to the environment. */
    public static Path homeOfEnvironment() {
        String home = System.getenv("MNIST_HOME");
        return home == null || home.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "mnist-scorer")
                : Path.of(home);
    }

    /** The data in the directory of the environment; missing files are downloaded if that is allowed. */
    public static Datasets ofEnvironment(boolean mayDownload, PrintStream progress) {
        return new Datasets(homeOfEnvironment(), mayDownload ? Optional.of(new Download(progress)) : Optional.empty());
    }

    /**
     * Returns the URI of a named data set, else {@code input} itself.
     *
     * @throws BadInputException if it is a name and the files are not there and cannot be downloaded
     */
    public String images(String input) {
        return NamedSet.of(input).map(set -> find(input, set.files())).orElse(input);
    }

    /**
     * Returns the URI of named weights, else {@code weights} itself.
     *
     * @throws BadInputException if it is a name and the file is not there and cannot be downloaded
     */
    public String weights(String weights) {
        return weights.equals("book") ? find(weights, List.of(NamedFile.BOOK_WEIGHTS)) : weights;
    }

    /** Downloads what is missing of the files, and returns the URI of the first, in Hadoop's form, without escapes. */
    private String find(String name, List<NamedFile> files) {
        List<NamedFile> missing = new ArrayList<>();
        for (NamedFile file : files) {
            file.in(home).ifPresentOrElse(path -> requireContent(name, file, path), () -> missing.add(file));
        }
        if (!missing.isEmpty()) {
            fetch(name, missing);
        }
        return files.get(0)
                .in(home)
                .map(file -> new org.apache.hadoop.fs.Path(
                                file.toAbsolutePath().normalize().toUri())
                        .toString())
                .orElseThrow();
    }

    /** Files that were there before are not trusted by their names: 35 ms for the test images, 200 for the others. */
    private void requireContent(String name, NamedFile file, Path path) {
        try {
            String stored = path.getFileName().toString();
            Sha256Sums sums = new Sha256Sums(file.directory(home));
            file.difference(path, stored, sums).ifPresent(difference -> {
                throw BadInputException.in(
                        path,
                        "the file is damaged or is not %s (%s); remove it, and '%s' brings it again",
                        file.collection() == Collection.BOOK
                                ? "the book's"
                                : file.collection().title() + "'s",
                        difference,
                        command(name));
            });
        } catch (IOException e) {
            throw BadInputException.cannot("read", path, e);
        }
    }

    private static String command(String name) {
        boolean byDefault = Set.of("mnist", "mnist-train", "book").contains(name);
        return "./submit.sh fetch" + (byDefault ? "" : " " + name);
    }

    private void fetch(String name, List<NamedFile> missing) {
        if (download.isEmpty()) {
            throw new BadInputException(String.format(
                    "Cannot find %s: %s has no %s; '%s' brings what is missing, or MNIST_HOME names the"
                            + " directory that has it",
                    name, missing.get(0).directory(home), NamedFile.list(missing), command(name)));
        }
        try {
            download.get().fetch(missing, home);
        } catch (IOException e) {
            throw new BadInputException(
                    "Cannot download " + name + ": " + e.getMessage() + "; '" + command(name)
                            + " --from DIR' copies it from a directory",
                    e);
        }
    }
}
