package dev.mnistscorer.weights;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Content of a directory of weights. Each file is read once, so that its format and the digest see the same bytes.
 */
final class StoredDirectory {
    private final Storage storage;
    private final Map<String, byte[]> files = new TreeMap<>();

    StoredDirectory(Storage storage) {
        this.storage = storage;
    }

    boolean holds(String name) {
        return storage.holds(name);
    }

    /** Files with a wanted path in the directory, by path: {@code a.npy}, {@code metadata/part-00000}. */
    Map<String, byte[]> files(Predicate<String> wanted) {
        files.putAll(storage.files(name -> wanted.test(name) && !files.containsKey(name)));
        Map<String, byte[]> found = new TreeMap<>(files);
        found.keySet().removeIf(wanted.negate());
        return found;
    }

    /** SHA-256 of the paths and bytes of the files that were read, in hexadecimal digits. */
    String sha256() {
        MessageDigest sha256 = DigestUtils.getSha256Digest();
        files.forEach((name, bytes) -> {
            sha256.update(name.getBytes(StandardCharsets.UTF_8));
            sha256.update(bytes);
        });
        return Hex.encodeHexString(sha256.digest());
    }
}
