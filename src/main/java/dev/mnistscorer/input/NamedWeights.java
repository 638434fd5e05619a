package dev.mnistscorer.input;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.error.Suggestion;
import dev.mnistscorer.source.Datasets;
import dev.mnistscorer.weights.ImportOptions;
import dev.mnistscorer.weights.WeightsFile;
import dev.mnistscorer.weights.WeightsImport;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Weights as they are named on the command line: those that come with the job, those of the book, or a file. */
public final class NamedWeights {
    /** The name of the weights that come with the job. */
    static final String BUILT_IN = WeightsImport.BUILT_IN;

    private static final List<String> NAMES = List.of(BUILT_IN, "book");

    private NamedWeights() {}

    /**
     * Reads the weights of a name.
     *
     * @throws BadInputException if they are not available or cannot be used
     */
    public static WeightsFile read(
            Datasets datasets, String name, ImportOptions importing, Configuration configuration) {
        return parse(datasets, name, configuration).network(importing);
    }

    /**
     * Parses the weights of a name, to be imported with several sets of options.
     *
     * @throws BadInputException if they are not available or cannot be parsed
     */
    public static WeightsImport parse(Datasets datasets, String name, Configuration configuration) {
        try {
            return name.equals(BUILT_IN)
                    ? WeightsImport.builtIn()
                    : WeightsImport.read(datasets.weights(name), configuration);
        } catch (BadInputException e) {
            if (e.getMessage().endsWith(": no such file")) {
                throw new BadInputException(e.getMessage() + Suggestion.of(name, NAMES), e);
            }
            throw e;
        }
    }
}
