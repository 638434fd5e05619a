package dev.mnistscorer.weights;

import dev.mnistscorer.weights.content.ZipContents;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Content of a weights file. It is read whole only when a format that its first bytes allow asks for it, and a zip file is
 * unpacked once, when a format first asks for its entries.
 */
final class StoredFile {
    /** Enough to tell any signature. */
    static final int HEAD = 64;

    private final byte[] head;
    private final Supplier<byte[]> whole;
    private final Function<String, byte[]> beside;
    private final Map<String, byte[]> others = new HashMap<>();
    private byte[] bytes;
    private Map<String, byte[]> entries;

    /**
     * Wraps the content.
     *
     * @param head first bytes, at most {@link #HEAD}
     * @param whole returns all bytes
     * @param beside returns the content of another file of the same directory, by its name
     */
    StoredFile(byte[] head, Supplier<byte[]> whole, Function<String, byte[]> beside) {
        this.head = head;
        this.whole = whole;
        this.beside = beside;
    }

    /** First bytes. */
    byte[] head() {
        return head;
    }

    /** All bytes. */
    byte[] bytes() {
        if (bytes == null) {
            bytes = whole.get();
        }
        return bytes;
    }

    /** Content of another file of the same directory, read once however often it is asked for. */
    byte[] beside(String name) {
        return others.computeIfAbsent(name, beside);
    }

    boolean isZip() {
        return ZipContents.isZip(head);
    }

    /** Entries of the zip file, by name. */
    Map<String, byte[]> entries() {
        if (entries == null) {
            entries = ZipContents.read(bytes());
        }
        return entries;
    }

    /** SHA-256 of the bytes, in hexadecimal digits. */
    String sha256() {
        return DigestUtils.sha256Hex(bytes());
    }
}
