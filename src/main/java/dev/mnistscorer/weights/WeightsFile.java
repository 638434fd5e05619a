package dev.mnistscorer.weights;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.network.PixelScaling;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
 * @param network what it holds, on raw pixels
 */
public record WeightsFile(String path, String format, String sha256, DenseNetwork network) {
    private static final Logger LOG = LoggerFactory.getLogger(WeightsFile.class);

    /** Far above any dense network for images, and below what one Java array can hold. */
    private static final long LARGEST = 1L << 30;

    /**
     * Reads a file from any file system that Hadoop knows.
     *
     * @throws BadInputException if it cannot be read, is no weights file, or does not hold a chain of dense layers
     */
    public static WeightsFile read(String uri, Configuration configuration) {
        byte[] bytes = bytes(uri, configuration);
        try {
            DenseNetwork network = network(bytes);
            return new WeightsFile(uri, "NumPy pickle", sha256(bytes), network);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("[" + uri + "] " + e.getMessage(), e);
        }
    }

    private static DenseNetwork network(byte[] bytes) {
        if (!Pickle.isPickle(bytes)) {
            throw new IllegalArgumentException("a weights file must be a NumPy pickle (protocols 2 to 5) but is not");
        }
        if (!(Pickle.load(bytes) instanceof Map<?, ?> entries)) {
            throw new IllegalArgumentException("the pickle must hold a dict of arrays but does not");
        }
        NumberedTensors tensors = new NumberedTensors();
        long total = 0;
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            if (entry.getKey() instanceof String name
                    && NumberedTensors.isParameter(name)
                    && entry.getValue() instanceof NdArray array) {
                total += array.bytes();
                if (total > bytes.length) {
                    throw new IllegalArgumentException("the arrays must not share their bytes but do, at " + name);
                }
                tensors.add(array.tensor(name));
            } else {
                LOG.warn("[weights] passed over what is no weight or bias: {}", entry.getKey());
            }
        }
        return DenseNetwork.onPixels(tensors.layers(Activation.SIGMOID, Activation.SOFTMAX), PixelScaling.UNIT);
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
