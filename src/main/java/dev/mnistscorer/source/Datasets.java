package dev.mnistscorer.source;

import dev.mnistscorer.error.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The data that has a name. It is looked for in the directory {@code $MNIST_HOME}, else in {@code ~/.cache/mnist-scorer}.
 *
 * @param home that directory
 */
public record Datasets(Path home) {
    private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
    private static final String TRAINING_IMAGES = "train-images-idx3-ubyte";
    private static final String BOOK_WEIGHTS = "sample_weight.pkl";

    /** As the environment says. */
    public static Datasets ofEnvironment() {
        String home = System.getenv("MNIST_HOME");
        return new Datasets(
                home == null || home.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cache", "mnist-scorer")
                        : Path.of(home));
    }

    /**
     * The URI that an input means: that of a named data set, else {@code input} itself.
     *
     * @throws BadInputException if it is a name and the file is not there
     */
    public String images(String input) {
        return switch (input) {
            case "mnist" -> find(input, TEST_IMAGES, TEST_IMAGES + ".gz");
            case "mnist-train" -> find(input, TRAINING_IMAGES, TRAINING_IMAGES + ".gz");
            default -> input;
        };
    }

    /**
     * The URI that a name of weights means: that of named weights, else {@code weights} itself.
     *
     * @throws BadInputException if it is a name and the file is not there
     */
    public String weights(String weights) {
        return weights.equals("book") ? find(weights, BOOK_WEIGHTS) : weights;
    }

    private String find(String name, String... files) {
        Optional<Path> found = List.of(files).stream()
                .map(home::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
        return found.map(file -> file.toAbsolutePath().normalize().toUri().toString())
                .orElseThrow(() -> new BadInputException(String.format(
                        "Cannot find %s: %s has no %s; set MNIST_HOME to the directory that has it",
                        name, home, String.join(" or ", files))));
    }
}
