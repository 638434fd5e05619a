package dev.mnistscorer.weights;

import dev.mnistscorer.weights.content.ZipContents;
import java.util.Map;
import java.util.function.Function;
import org.apache.commons.codec.digest.DigestUtils;

/** Content of a weights file. A zip file is unpacked once, when a format first asks for its entries. */
final class StoredFile {
    private final byte[] bytes;
    private final Function<String, byte[]> beside;
    private Map<String, byte[]> entries;

    /**
     * Wraps the content.
     *
     * @param beside returns the content of another file of the same directory, by its name
     */
    StoredFile(byte[] bytes, Function<String, byte[]> beside) {
        this.bytes = bytes;
        this.beside = beside;
    }

    byte[] bytes() {
        return bytes;
    }

    Function<String, byte[]> beside() {
        return beside;
    }

    boolean isZip() {
        return ZipContents.isZip(bytes);
    }

    /** Entries of the zip file, by name. */
    Map<String, byte[]> entries() {
        if (entries == null) {
            entries = ZipContents.read(bytes);
        }
        return entries;
    }

    /** SHA-256 of the bytes, in hexadecimal digits. */
    String sha256() {
        return DigestUtils.sha256Hex(bytes);
    }
}
