package dev.mnistscorer.run;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.input.ModelOptions;
import dev.mnistscorer.input.NamedWeights;
import dev.mnistscorer.source.Datasets;
import dev.mnistscorer.weights.WeightsFile;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/** Weights of a challenger. What is said of its import names the arguments that the challenger has of its own. */
final class ChallengerWeights {
    private static final Pattern IMPORT_ARGUMENT =
            Pattern.compile("--(?=(activation|output-activation|scale|mean|std|layout|bias-column)\\b)");

    private ChallengerWeights() {}

    /**
     * Reads the weights.
     *
     * @throws BadInputException if they cannot be used, or are not of the same inputs and classes as the base
     */
    static WeightsFile read(Datasets datasets, ModelOptions options, WeightsFile base, Configuration configuration) {
        WeightsFile file = imported(datasets, options, configuration);
        requireSame("classes", file.network().classes(), base.network().classes(), file, base);
        requireSame("inputs", file.network().inputs(), base.network().inputs(), file, base);
        return file;
    }

    private static WeightsFile imported(Datasets datasets, ModelOptions options, Configuration configuration) {
        try {
            WeightsFile file = NamedWeights.read(datasets, options.weights(), options.importing(), configuration);
            return file.withAssumptions(
                    file.assumptions().stream().map(ChallengerWeights::renamed).toList());
        } catch (BadInputException e) {
            throw new BadInputException(renamed(e.getMessage()), e);
        }
    }

    private static String renamed(String message) {
        return IMPORT_ARGUMENT.matcher(message).replaceAll("--challenger-");
    }

    private static void requireSame(String what, int count, int expected, WeightsFile file, WeightsFile base) {
        if (count != expected) {
            throw BadInputException.in(
                    file.path(),
                    "the challenger must have %d %s, as many as %s, but has %d",
                    expected,
                    what,
                    base.path(),
                    count);
        }
    }
}
