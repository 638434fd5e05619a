package dev.mnistscorer.weights.content;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Entries of a zip file in memory. Nothing is written, and names are not used as paths. */
public final class ZipContents {
    private ZipContents() {}

    /** Returns true if the bytes start with the signature of a zip file. */
    public static boolean isZip(byte[] bytes) {
        return bytes.length > 3 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == 3 && bytes[3] == 4;
    }

    /**
     * Unpacks all entries, in the order of the central directory.
     *
     * @throws IllegalArgumentException if the file is cut off or broken, a name occurs twice or leaves the archive, or it
     *     unpacks to more than {@link Limits#LARGEST_EXPANSION} times its length
     */
    public static Map<String, byte[]> read(byte[] bytes) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        long most = Limits.expanded(bytes.length);
        long left = most;
        try (ZipFile zip = open(bytes)) {
            List<ZipArchiveEntry> directory = Collections.list(zip.getEntries());
            if (directory.size() > Limits.MOST_ENTRIES) {
                throw new IllegalArgumentException("the zip file must hold at most " + Limits.MOST_ENTRIES
                        + " entries but holds " + directory.size());
            }
            for (ZipArchiveEntry entry : directory) {
                String name = entry.getName();
                requirePlain(entry);
                byte[] content = content(zip, entry, left, most);
                left -= content.length;
                if (entries.put(name, content) != null) {
                    throw new IllegalArgumentException("the zip file must hold " + name + " once but holds it again");
                }
            }
            return entries;
        } catch (IOException e) {
            throw new IllegalArgumentException("the zip file is cut off or broken: " + e.getMessage(), e);
        }
    }

    /** Opens with the constructor that Commons Compress 1.23 has too, which is the version of Spark 3.5. */
    @SuppressWarnings("deprecation")
    private static ZipFile open(byte[] bytes) throws IOException {
        return new ZipFile(new SeekableInMemoryByteChannel(bytes));
    }

    private static byte[] content(ZipFile zip, ZipArchiveEntry entry, long left, long most) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] content = in.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 8));
            if (content.length > left) {
                throw new IllegalArgumentException("the zip file must unpack to at most " + most + " bytes, "
                        + Limits.LARGEST_EXPANSION + " times its length or an eighth of the memory, but does not");
            }
            CRC32 checksum = new CRC32();
            checksum.update(content);
            if (checksum.getValue() != entry.getCrc()) {
                throw new IllegalArgumentException(
                        "the zip file is broken: the content of " + entry.getName() + " does not match its checksum");
            }
            return content;
        }
    }

    private static void requirePlain(ZipArchiveEntry entry) {
        String name = entry.getName();
        String path = name.replace('\\', '/');
        if (path.startsWith("/") || ("/" + path + "/").contains("/../")) {
            throw new IllegalArgumentException("the zip file must hold names that stay inside it but holds " + name);
        }
        if (entry.getMethod() != ZipArchiveEntry.STORED && entry.getMethod() != ZipArchiveEntry.DEFLATED) {
            throw new IllegalArgumentException(
                    "the zip file must hold stored or deflated entries but " + name + " is neither");
        }
    }
}
