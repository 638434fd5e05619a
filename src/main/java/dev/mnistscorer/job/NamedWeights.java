package dev.mnistscorer.job;

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
     * Reads them.
     *
     * @throws BadInputException if they cannot be had or used
     */
    static WeightsFile read(Datasets datasets, String name, ImportOptions reading, Configuration configuration) {
        return name.equals(BUILT_IN)
                ? builtIn(reading)
                : WeightsFile.read(datasets.weights(name), configuration, reading);
    }

    private static WeightsFile builtIn(ImportOptions reading) {
        try (InputStream in = NamedWeights.class.getResourceAsStream(RESOURCE)) {
            return WeightsFile.of(BUILT_IN, in.readAllBytes(), reading);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
