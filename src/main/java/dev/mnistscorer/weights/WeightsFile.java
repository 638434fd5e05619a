package dev.mnistscorer.weights;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.content.ParsedWeights;
import dev.mnistscorer.weights.content.ZipContents;
import dev.mnistscorer.weights.graph.Step;
import dev.mnistscorer.weights.keras.KerasFiles;
import dev.mnistscorer.weights.mllib.SavedPerceptron;
import dev.mnistscorer.weights.numpy.Npz;
import dev.mnistscorer.weights.numpy.NumpyPickle;
import dev.mnistscorer.weights.onnx.OnnxFile;
import dev.mnistscorer.weights.safetensors.Safetensors;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of weights, understood.
 *
 * @param path where it is
 * @param format what it is, as {@code NumPy pickle}; told by its content
 * @param sha256 of its bytes, in hexadecimal digits; of a directory, of the names and bytes of its files
 * @param metadata what it says about itself
 * @param tensors its arrays, as stored
 * @param steps from raw pixels to scores, as understood
 * @param network the same, folded to dense layers
 */
public record WeightsFile(
        String path,
        String format,
        String sha256,
        Map<String, String> metadata,
        List<Tensor> tensors,
        List<Step> steps,
        DenseNetwork network) {
    private static final Logger LOG = LoggerFactory.getLogger(WeightsFile.class);
    private static final String NPY = ".npy";

    /**
     * Reads a file, or a directory that is a network: a set of {@code .npy} files, or what Spark MLlib saved.
     *
     * @throws BadInputException if it cannot be read, is no weights file, or does not hold a chain of dense layers
     */
    public static WeightsFile read(String uri, Configuration configuration, ImportOptions options) {
        Storage storage = new Storage(uri, configuration);
        if (!storage.isDirectory()) {
            return of(uri, storage.bytes(), options, storage::beside);
        }
        boolean saved = SavedPerceptron.isSaved(storage::holds);
        Map<String, byte[]> files = storage.files(name -> saved || name.endsWith(NPY));
        return understood(uri, digest(files), options, () -> {
            if (saved) {
                return SavedPerceptron.read(uri, files);
            }
            if (files.isEmpty()) {
                throw new IllegalArgumentException("a directory of weights must hold .npy files, or be what Spark MLlib"
                        + " saved, but is neither");
            }
            return Npz.readDirectory(files);
        });
    }

    /**
     * Understands the bytes of a file that stands alone.
     *
     * @param uri for messages
     * @throws BadInputException if they are no weights file, or do not hold a chain of dense layers
     */
    public static WeightsFile of(String uri, byte[] bytes, ImportOptions options) {
        return of(uri, bytes, options, name -> {
            throw new IllegalArgumentException("the file beside it, " + name + ", must exist but does not");
        });
    }

    private static WeightsFile of(String uri, byte[] bytes, ImportOptions options, Function<String, byte[]> beside) {
        return understood(uri, digest(Map.of("", bytes)), options, () -> contents(bytes, beside));
    }

    /** What makes contents of bytes, or refuses them. */
    private interface Reader {
        ParsedWeights read();
    }

    private static WeightsFile understood(String uri, String sha256, ImportOptions options, Reader reader) {
        try {
            ParsedWeights contents = reader.read();
            if (!contents.ignored().isEmpty()) {
                LOG.warn(
                        "[{}] passed over what is no weight or bias: {}",
                        uri,
                        plain(String.join(", ", contents.ignored())));
            }
            List<Step> steps = NetworkBuilder.steps(contents, options);
            return new WeightsFile(
                    uri,
                    contents.format(),
                    sha256,
                    contents.metadata(),
                    contents.tensors(),
                    steps,
                    NetworkBuilder.network(steps));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new BadInputException("[" + uri + "] " + plain(String.valueOf(e.getMessage())), e);
        }
    }

    /** Text with names of a file in it: it stays one line, and drives no terminal. */
    private static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }

    private static ParsedWeights contents(byte[] bytes, Function<String, byte[]> beside) {
        if (NumpyPickle.isPickle(bytes)) {
            return NumpyPickle.read(bytes);
        }
        if (Safetensors.isSafetensors(bytes)) {
            return Safetensors.read(bytes);
        }
        if (ZipContents.isZip(bytes)) {
            Map<String, byte[]> entries = ZipContents.read(bytes);
            if (entries.keySet().stream().anyMatch(name -> name.endsWith("/data.pkl"))) {
                throw new IllegalArgumentException(
                        "a weights file must hold numbers but this one holds Python objects, as"
                                + " torch.save writes them: save its state_dict() as safetensors, or export the model to ONNX");
            }
            return KerasFiles.isArchive(entries.keySet()) ? KerasFiles.readArchive(entries) : Npz.read(entries);
        }
        if (KerasFiles.isHdf5(bytes)) {
            return KerasFiles.readHdf5(bytes);
        }
        if (OnnxFile.isOnnx(bytes)) {
            return OnnxFile.read(bytes, beside);
        }
        throw new IllegalArgumentException(
                "a weights file must be a NumPy pickle (protocols 2 to 5), .npz, safetensors,"
                        + " Keras (.keras, .h5) or ONNX but is none of them");
    }

    private static String digest(Map<String, byte[]> files) {
        MessageDigest sha256 = DigestUtils.getSha256Digest();
        files.forEach((name, bytes) -> {
            sha256.update(name.getBytes(StandardCharsets.UTF_8));
            sha256.update(bytes);
        });
        return Hex.encodeHexString(sha256.digest());
    }
}
