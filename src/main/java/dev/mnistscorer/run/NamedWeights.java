package dev.mnistscorer.run;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.Datasets;
import dev.mnistscorer.weights.ImportOptions;
import dev.mnistscorer.weights.WeightsFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;

/** Weights as they are named on the command line: those that come with the job, those of the book, or a file. */
final class NamedWeights {
    /** The name of the weights that come with the job. */
    static final String BUILT_IN = "builtin";

    private static final String RESOURCE = "/dev/mnistscorer/builtin.safetensors";

    private NamedWeights() {}

    /**
     * Reads the weights of a name.
     *
     * @throws BadInputException if they are not available or cannot be used
     */
    static WeightsFile read(Datasets datasets, String name, ImportOptions importing, Configuration configuration) {
        return name.equals(BUILT_IN)
                ? builtIn(importing)
                : WeightsFile.read(datasets.weights(name), configuration, importing);
    }

    private static WeightsFile builtIn(ImportOptions importing) {
        try (InputStream in = NamedWeights.class.getResourceAsStream(RESOURCE)) {
            return WeightsFile.of(BUILT_IN, in.readAllBytes(), importing);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
