package dev.mnistscorer.source;

import dev.mnistscorer.error.BadInputException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
        return switch (input) {
            case "mnist" -> find(input, NamedFile.TEST_IMAGES, NamedFile.TEST_LABELS);
            case "mnist-train" -> find(input, NamedFile.TRAINING_IMAGES, NamedFile.TRAINING_LABELS);
            default -> input;
        };
    }

    /**
     * Returns the URI of named weights, else {@code weights} itself.
     *
     * @throws BadInputException if it is a name and the file is not there and cannot be downloaded
     */
    public String weights(String weights) {
        return weights.equals("book") ? find(weights, NamedFile.BOOK_WEIGHTS) : weights;
    }

    /** Downloads what is missing of the files, and returns the URI of the first, in Hadoop's form, without escapes. */
    private String find(String name, NamedFile... files) {
        List<NamedFile> missing =
                List.of(files).stream().filter(file -> local(file).isEmpty()).toList();
        for (NamedFile file : missing) {
            if (download.isEmpty()) {
                throw new BadInputException(String.format(
                        "Cannot find %s: %s has no %s; './submit.sh fetch' brings it there, or MNIST_HOME names"
                                + " the directory that has it",
                        name, home, file.storedName()));
            }
            try {
                download.get().fetch(file, home);
            } catch (IOException e) {
                throw new BadInputException("Cannot get " + name + ": " + e.getMessage() + "; " + file.byHand(home), e);
            }
        }
        return local(files[0])
                .map(file -> new org.apache.hadoop.fs.Path(
                                file.toAbsolutePath().normalize().toUri())
                        .toString())
                .orElseThrow();
    }

    /** Looks for a file, raw or compressed. */
    private Optional<Path> local(NamedFile file) {
        return file.names().stream()
                .map(home::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
