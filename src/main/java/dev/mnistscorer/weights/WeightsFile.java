package dev.mnistscorer.weights;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.graph.Step;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * A network imported from a file or directory of weights.
 *
 * @param path URI of the file or directory
 * @param format name of its format, recognised from its content: {@code NumPy pickle}
 * @param sha256 SHA-256 of its bytes, in hexadecimal digits; of a directory, of the names and bytes of its files
 * @param metadata descriptive entries of the file, such as the version of its producer
 * @param tensors arrays in use, as stored
 * @param ignored names of entries without a use
 * @param steps steps from raw pixels to probabilities
 * @param network the same steps, folded to dense layers
 * @param assumptions properties that neither the file nor the user states, each with the value that was assumed
 */
public record WeightsFile(
        String path,
        String format,
        String sha256,
        Map<String, String> metadata,
        List<Tensor> tensors,
        List<String> ignored,
        List<Step> steps,
        DenseNetwork network,
        List<String> assumptions) {
    /** Returns the same file with other texts of the assumptions. */
    public WeightsFile withAssumptions(List<String> texts) {
        return new WeightsFile(path, format, sha256, metadata, tensors, ignored, steps, network, texts);
    }

    /**
     * Imports a file, or a directory in one of the {@linkplain DirectoryFormat formats of directories}.
     *
     * @throws BadInputException if it cannot be read, has no known format, holds no chain of dense layers, or leaves a
     *     property open that the options do not state
     */
    public static WeightsFile read(String uri, Configuration configuration, ImportOptions options) {
        return WeightsImport.read(uri, configuration).network(options);
    }

    /**
     * Imports a file from its bytes, without access to files beside it.
     *
     * @param uri name of the file in messages
     * @throws BadInputException as {@link #read} does
     */
    public static WeightsFile of(String uri, byte[] bytes, ImportOptions options) {
        return WeightsImport.of(uri, bytes).network(options);
    }
}
