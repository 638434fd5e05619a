package dev.mnistscorer.weights;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.content.ParsedWeights;
import dev.mnistscorer.weights.graph.Step;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network imported from a file or directory of weights.
 *
 * @param path URI of the file or directory
 * @param format name of its format, recognised from its content: {@code NumPy pickle}
 * @param sha256 SHA-256 of its bytes, in hexadecimal digits; of a directory, of the names and bytes of its files
 * @param metadata descriptive entries of the file, such as the version of its producer
 * @param tensors arrays in use, as stored
 * @param steps steps from raw pixels to probabilities
 * @param network the same steps, folded to dense layers
 */
public record WeightsFile(
        String path,
        String format,
        String sha256,
        Map<String, String> metadata,
        List<Tensor> tensors,
        List<Step> steps,
        DenseNetwork network) {
    private static final long BYTES_PER_MEGABYTE = 1 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(WeightsFile.class);

    /**
     * Imports a file, or a directory in one of the {@linkplain DirectoryFormat formats of directories}.
     *
     * @throws BadInputException if it cannot be read, has no known format, or holds no chain of dense layers
     */
    public static WeightsFile read(String uri, Configuration configuration, ImportOptions options) {
        Storage storage = new Storage(uri, configuration);
        if (!storage.isDirectory()) {
            byte[] head = storage.head(StoredFile.HEAD);
            return of(uri, new StoredFile(head, storage::bytes, storage::beside), options);
        }
        StoredDirectory directory = new StoredDirectory(storage);
        return refusing(uri, () -> {
            DirectoryFormat format = WeightsFormat.of(DirectoryFormat.values(), directory, "a directory of weights");
            return of(uri, format, format.read(directory), directory.sha256(), options);
        });
    }

    /**
     * Imports a file from its bytes, without access to files beside it.
     *
     * @param uri name of the file in messages
     * @throws BadInputException if the bytes have no known format, or hold no chain of dense layers
     */
    public static WeightsFile of(String uri, byte[] bytes, ImportOptions options) {
        byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, StoredFile.HEAD));
        return of(
                uri,
                new StoredFile(head, () -> bytes, name -> {
                    throw new IllegalArgumentException("the file beside it, " + name + ", must exist but does not");
                }),
                options);
    }

    private static WeightsFile of(String uri, StoredFile file, ImportOptions options) {
        return refusing(uri, () -> {
            UnreadFormat.refuse(file.head());
            FileFormat format = WeightsFormat.of(FileFormat.values(), file, "a weights file");
            return of(uri, format, format.read(file), file.sha256(), options);
        });
    }

    private static WeightsFile of(
            String uri, WeightsFormat<?> format, ParsedWeights parsed, String sha256, ImportOptions options) {
        NetworkBuilder.Built built = NetworkBuilder.build(parsed, options);
        if (!parsed.ignored().isEmpty()) {
            LOG.warn(
                    "[{}] ignored entries that are neither weights nor biases: {}",
                    uri,
                    plain(String.join(", ", parsed.ignored())));
        }
        return new WeightsFile(
                uri, format.label(), sha256, parsed.metadata(), parsed.tensors(), built.steps(), built.network());
    }

    private static WeightsFile refusing(String uri, Supplier<WeightsFile> imported) {
        try {
            return imported.get();
        } catch (ArithmeticException e) {
            throw new BadInputException(
                    "[" + uri + "] sizes in the file must be such that they can be multiplied but are" + " too large ("
                            + e.getMessage() + ")",
                    e);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("[" + uri + "] " + plain(String.valueOf(e.getMessage())), e);
        } catch (OutOfMemoryError e) {
            // What was read is unreachable now. Limits keep regular files from getting here.
            throw new BadInputException(
                    "[" + uri + "] the weights take more memory than the driver has ("
                            + Runtime.getRuntime().maxMemory() / BYTES_PER_MEGABYTE + " MB): raise --driver-memory",
                    e);
        }
    }

    /** Replaces characters that would break the line or control the terminal: names come from the file. */
    private static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }
}
