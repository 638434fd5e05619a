package dev.mnistscorer.source;

import dev.mnistscorer.error.BadInputException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The data that has a name, in the directory {@code $MNIST_HOME}, else in {@code ~/.cache/mnist-scorer}.
 *
 * @param home that directory
 * @param download how what is missing is brought there; empty: it is not
 */
public record Datasets(Path home, Optional<Download> download) {

    /** The directory that the environment says. */
    public static Path homeOfEnvironment() {
        String home = System.getenv("MNIST_HOME");
        return home == null || home.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "mnist-scorer")
                : Path.of(home);
    }

    /** As the environment says; what is missing is downloaded if that is allowed. */
    public static Datasets ofEnvironment(boolean mayDownload, PrintStream progress) {
        return new Datasets(homeOfEnvironment(), mayDownload ? Optional.of(new Download(progress)) : Optional.empty());
    }

    /**
     * The URI that an input means: that of a named data set, else {@code input} itself.
     *
     * @throws BadInputException if it is a name and the files are not there and cannot be had
     */
    public String images(String input) {
        return switch (input) {
            case "mnist" -> find(input, NamedFile.TEST_IMAGES, NamedFile.TEST_LABELS);
            case "mnist-train" -> find(input, NamedFile.TRAINING_IMAGES, NamedFile.TRAINING_LABELS);
            default -> input;
        };
    }

    /**
     * The URI that a name of weights means: that of named weights, else {@code weights} itself.
     *
     * @throws BadInputException if it is a name and the file is not there and cannot be had
     */
    public String weights(String weights) {
        return weights.equals("book") ? find(weights, NamedFile.BOOK_WEIGHTS) : weights;
    }

    /** Brings the files together, and returns where the first is. */
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
                .map(file -> file.toAbsolutePath().normalize().toUri().toString())
                .orElseThrow();
    }

    /** Where a file is, as it is or compressed. */
    private Optional<Path> local(NamedFile file) {
        return file.names().stream()
                .map(home::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
