package dev.mnistscorer.source;

import dev.mnistscorer.error.BadInputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The files of MNIST and of the book, the hosts that have them, and the SHA-256 of their raw bytes. Compressed copies differ
 * from host to host, so the digest is that of the unpacked bytes.
 */
public enum NamedFile {
    /** The 10,000 test images. */
    TEST_IMAGES(
            "t10k-images-idx3-ubyte", 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
    /** Their labels. */
    TEST_LABELS("t10k-labels-idx1-ubyte", 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
    /** The 60,000 training images. */
    TRAINING_IMAGES(
            "train-images-idx3-ubyte", 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
    /** Their labels. */
    TRAINING_LABELS(
            "train-labels-idx1-ubyte", 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
    /** The network of <i>Deep Learning from Scratch</i>, chapter 3. */
    BOOK_WEIGHTS("sample_weight.pkl", 181_853, "b7f55a27988ba34c3777b0f1bbd464817c8a4db855723e6ff26f703501917a13");

    private static final List<String> MNIST_HOSTS = List.of(
            "https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/");
    private static final List<String> BOOK_HOSTS = List.of(
            "https://raw.githubusercontent.com/oreilly-japan/deep-learning-from-scratch/master/ch03/",
            "https://github.com/oreilly-japan/deep-learning-from-scratch/raw/master/ch03/");

    private static final int CHUNK = 1 << 16;

    private final String rawName;
    private final long length;
    private final String sha256;

    NamedFile(String rawName, long length, String sha256) {
        this.rawName = rawName;
        this.length = length;
        this.sha256 = sha256;
    }

    /** SHA-256 of the raw bytes, in hexadecimal digits. */
    String sha256() {
        return sha256;
    }

    /** True if the hosts have it compressed. */
    boolean gzip() {
        return this != BOOK_WEIGHTS;
    }

    /** Name of the file after it has been fetched. */
    public String storedName() {
        return gzip() ? rawName + ".gz" : rawName;
    }

    /** Names to look for. */
    List<String> names() {
        return gzip() ? List.of(rawName, rawName + ".gz") : List.of(rawName);
    }

    /** Addresses of the file. */
    List<URI> mirrors() {
        return (gzip() ? MNIST_HOSTS : BOOK_HOSTS)
                .stream().map(host -> URI.create(host + storedName())).toList();
    }

    /** The file in a directory, raw or compressed; empty if it is not there. */
    Optional<Path> in(Path directory) {
        return names().stream()
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /**
     * Compares the raw bytes of a file, compressed or not, with the known ones.
     *
     * @return difference from them; empty if there is none
     * @throws IOException if the file cannot be read
     */
    Optional<String> difference(Path path) throws IOException {
        MessageDigest digest = DigestUtils.getSha256Digest();
        long read = 0;
        try (InputStream in = raw(path)) {
            byte[] chunk = new byte[CHUNK];
            for (int n; (n = in.read(chunk)) >= 0 && read <= length; ) {
                digest.update(chunk, 0, n);
                read += n;
            }
        } catch (EOFException | ZipException e) {
            return Optional.of(BadInputException.reason(e));
        }
        String found = Hex.encodeHexString(digest.digest());
        return found.equals(sha256)
                ? Optional.empty()
                : Optional.of("the sha256 of the raw bytes must be " + sha256 + " but is " + found);
    }

    private static InputStream raw(Path path) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(path), CHUNK);
        in.mark(2);
        boolean gzip = GzipStream.isGzip(in.readNBytes(2));
        in.reset();
        return gzip ? new GzipStream(in) : in;
    }

    /** The names of stored files, for messages. */
    public static String list(List<NamedFile> files) {
        return files.stream().map(NamedFile::storedName).collect(Collectors.joining(", "));
    }
}
