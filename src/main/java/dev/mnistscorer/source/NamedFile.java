package dev.mnistscorer.source;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A file of a named data set or of named weights.
 *
 * @param collection the collection that it belongs to
 * @param storedName name of the file after it has been fetched
 * @param digest digest that is known; empty: the sha256 of the first download is recorded in {@link Sha256Sums}
 * @param archive the archive that the hosts have in its place; empty: they have the file itself
 */
public record NamedFile(
        Collection collection, String storedName, Optional<KnownDigest> digest, Optional<NamedFile> archive) {
    /** The 10,000 test images. */
    public static final NamedFile TEST_IMAGES = mnist(
            "t10k-images-idx3-ubyte.gz", 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7");
    /** Their labels. */
    public static final NamedFile TEST_LABELS = mnist(
            "t10k-labels-idx1-ubyte.gz", 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");
    /** The 60,000 training images. */
    public static final NamedFile TRAINING_IMAGES = mnist(
            "train-images-idx3-ubyte.gz",
            47_040_016,
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db");
    /** Their labels. */
    public static final NamedFile TRAINING_LABELS = mnist(
            "train-labels-idx1-ubyte.gz", 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5");
    /** The network of <i>Deep Learning from Scratch</i>, chapter 3. */
    public static final NamedFile BOOK_WEIGHTS = new NamedFile(
            Collection.BOOK,
            "sample_weight.pkl",
            Optional.of(
                    KnownDigest.rawSha256(181_853, "b7f55a27988ba34c3777b0f1bbd464817c8a4db855723e6ff26f703501917a13")),
            Optional.empty());

    private static final String GZIP = ".gz";

    private static NamedFile mnist(String storedName, long length, String sha256) {
        return new NamedFile(
                Collection.MNIST, storedName, Optional.of(KnownDigest.rawSha256(length, sha256)), Optional.empty());
    }

    /** A file whose publisher states the MD5 of. */
    static NamedFile published(Collection collection, String storedName, String md5) {
        return new NamedFile(collection, storedName, Optional.of(KnownDigest.storedMd5(md5)), Optional.empty());
    }

    /** A file that the hosts have as a member of an archive, under the same name in any directory. */
    static NamedFile in(NamedFile archive, String storedName) {
        return new NamedFile(archive.collection, storedName, Optional.empty(), Optional.of(archive));
    }

    /** Known digest, in hexadecimal digits. */
    String sha256() {
        return digest.orElseThrow().hex();
    }

    /** Names to look for: that of the unpacked file, and that of the stored one. */
    List<String> names() {
        return storedName.endsWith(GZIP)
                ? List.of(storedName.substring(0, storedName.length() - GZIP.length()), storedName)
                : List.of(storedName);
    }

    /** Addresses of the file. */
    List<URI> mirrors() {
        return collection.hosts().stream()
                .map(host -> URI.create(host + storedName))
                .toList();
    }

    /** Directory of the file in the directory of named data. */
    Path directory(Path home) {
        return home.resolve(collection.directory());
    }

    /** The file in the directory of named data, raw or compressed; empty if it is not there. */
    Optional<Path> in(Path home) {
        return names().stream()
                .map(directory(home)::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /**
     * The file in another directory, or in the directory of its collection there. Outside of that only a file that can be
     * recognised is taken: Fashion-MNIST and MNIST have the same names.
     */
    Optional<Path> find(Path directory) {
        return in(directory).or(() -> Optional.of(directory.resolve(storedName)).filter(Files::isRegularFile));
    }

    /**
     * Compares a file with what is known of it: its digest, and that of the first download. The digest of a compressed file
     * says nothing about an unpacked one.
     *
     * @param name name of the file when it is stored
     * @param sums the recorded digests
     * @return difference; empty if there is none
     * @throws IOException if a file cannot be read
     */
    Optional<String> difference(Path path, String name, Sha256Sums sums) throws IOException {
        boolean comparable =
                digest.isPresent() && (digest.get().kind() == KnownDigest.Kind.RAW_SHA256 || name.equals(storedName));
        Optional<String> difference = comparable ? digest.get().difference(path) : Optional.empty();
        return difference.isPresent() ? difference : sums.difference(path, name);
    }

    /** Tells whether the digest of the first download is recorded: that of the raw bytes is not known. */
    boolean isRecorded() {
        return digest.isEmpty() || digest.get().kind() != KnownDigest.Kind.RAW_SHA256;
    }

    /** The names of stored files, for messages. */
    public static String list(List<NamedFile> files) {
        return files.stream().map(NamedFile::storedName).collect(Collectors.joining(", "));
    }
}
