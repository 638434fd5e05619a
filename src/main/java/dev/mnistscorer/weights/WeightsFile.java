package dev.mnistscorer.weights;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.DenseLayer;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.network.PixelScaling;
import dev.mnistscorer.network.Tensor;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of weights, understood.
 *
 * @param path where it is
 * @param format what it is, as {@code NumPy pickle}; told by its content
 * @param sha256 of its bytes, in hexadecimal digits
 * @param metadata what it says about its arrays
 * @param tensors its arrays, as stored
 * @param network what it holds, on raw pixels
 */
public record WeightsFile(
        String path,
        String format,
        String sha256,
        Map<String, String> metadata,
        List<Tensor> tensors,
        DenseNetwork network) {
    private static final Logger LOG = LoggerFactory.getLogger(WeightsFile.class);

    /** Far above any dense network for images, and below what one Java array can hold. */
    private static final long LARGEST = 1L << 30;

    /**
     * Reads a file from any file system that Hadoop knows.
     *
     * @throws BadInputException if it cannot be read, is no weights file, or does not hold a chain of dense layers
     */
    public static WeightsFile read(String uri, Configuration configuration) {
        return of(uri, bytes(uri, configuration));
    }

    /**
     * Understands the bytes of a file.
     *
     * @param uri for messages
     * @throws BadInputException if they are no weights file, or do not hold a chain of dense layers
     */
    public static WeightsFile of(String uri, byte[] bytes) {
        try {
            NamedTensors named = tensors(bytes);
            if (!named.passedOver().isEmpty()) {
                LOG.warn("[{}] passed over what is no weight or bias: {}", uri, String.join(", ", named.passedOver()));
            }
            return new WeightsFile(
                    uri, named.format(), sha256(bytes), named.metadata(), named.tensors(), network(named));
        } catch (IllegalArgumentException e) {
            throw new BadInputException("[" + uri + "] " + e.getMessage(), e);
        }
    }

    private static NamedTensors tensors(byte[] bytes) {
        if (Pickle.isPickle(bytes)) {
            return NumpyPickle.read(bytes);
        }
        if (Safetensors.isSafetensors(bytes)) {
            return Safetensors.read(bytes);
        }
        if (Npz.isNpz(bytes)) {
            return Npz.read(bytes);
        }
        throw new IllegalArgumentException(
                "a weights file must be a NumPy pickle (protocols 2 to 5), .npz or safetensors but is none of them");
    }

    private static DenseNetwork network(NamedTensors named) {
        NumberedTensors tensors = new NumberedTensors();
        named.tensors().forEach(tensors::add);
        Map<String, String> metadata = named.metadata();
        List<DenseLayer> layers = metadata.containsKey(TrainedNetwork.ACTIVATIONS)
                ? tensors.layers(activations(metadata.get(TrainedNetwork.ACTIVATIONS)))
                : tensors.layers(Activation.SIGMOID, Activation.SOFTMAX);
        return DenseNetwork.onPixels(
                layers,
                new PixelScaling(
                        number(metadata, TrainedNetwork.SCALE, PixelScaling.UNIT.scale()),
                        number(metadata, TrainedNetwork.MEAN, PixelScaling.UNIT.mean()),
                        number(metadata, TrainedNetwork.STD, PixelScaling.UNIT.std())));
    }

    private static List<Activation> activations(String names) {
        return Arrays.stream(names.split(","))
                .map(name -> Arrays.stream(Activation.values())
                        .filter(known -> known.name().equalsIgnoreCase(name.strip()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("activations in the metadata must be of "
                                + Arrays.toString(Activation.values()).toLowerCase(Locale.ROOT) + " but one is "
                                + name)))
                .toList();
    }

    private static double number(Map<String, String> metadata, String key, double otherwise) {
        String text = metadata.get(key);
        try {
            return text == null ? otherwise : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " in the metadata must be a number but is " + text, e);
        }
    }

    private static byte[] bytes(String uri, Configuration configuration) {
        try {
            Path path = new Path(uri);
            FileStatus status = path.getFileSystem(configuration).getFileStatus(path);
            if (status.isDirectory()) {
                throw BadInputException.in(uri, "a weights file must be a file but is a directory");
            }
            if (status.getLen() > LARGEST) {
                throw BadInputException.in(
                        uri, "a weights file must have at most %d bytes but has %d", LARGEST, status.getLen());
            }
            try (InputStream in = path.getFileSystem(configuration).open(path)) {
                return in.readNBytes((int) LARGEST);
            }
        } catch (FileNotFoundException e) {
            throw new BadInputException("Cannot read " + uri + ": no such file", e);
        } catch (IOException | IllegalArgumentException e) {
            throw BadInputException.cannot("read", uri, e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
