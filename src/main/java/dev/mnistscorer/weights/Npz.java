package dev.mnistscorer.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mnistscorer.network.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's {@code .npz}: a zip file of {@code .npy} files. What is said about the arrays stands in the entry {@code
 * metadata}, an array of bytes that are a JSON object of strings.
 */
final class Npz {
    private static final String ENDING = ".npy";
    private static final String METADATA = "metadata";
    private static final JsonMapper JSON = new JsonMapper();

    /** Far above what trained floats can be deflated by; what goes beyond was made to fill memory. */
    private static final long LARGEST_EXPANSION = 100;

    /** The end of central directory record, in zip files without a comment. */
    private static final int END_LENGTH = 22;

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_ENTRIES = 10;

    private Npz() {}

    /** Whether the bytes begin as a zip file does. */
    static boolean isNpz(byte[] bytes) {
        return bytes.length > 3 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == 3 && bytes[3] == 4;
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if it is cut off or broken, or unpacks to more than {@link #LARGEST_EXPANSION} times
     *     its length
     */
    static NamedTensors read(byte[] bytes) {
        Map<String, String> metadata = new TreeMap<>();
        List<Tensor> tensors = new ArrayList<>();
        List<String> passedOver = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        long left = bytes.length * LARGEST_EXPANSION;
        int entries = entries(bytes);
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
                String name = entry.getName().endsWith(ENDING)
                        ? entry.getName().substring(0, entry.getName().length() - ENDING.length())
                        : entry.getName();
                if (!seen.add(name)) {
                    throw new IllegalArgumentException("the zip file must hold " + name + " once but holds it again");
                }
                byte[] content = zip.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 8));
                left -= content.length;
                if (left < 0) {
                    throw new IllegalArgumentException("the zip file must unpack to at most " + LARGEST_EXPANSION
                            + " times its length but does not");
                }
                if (name.equals(METADATA)) {
                    metadata.putAll(metadata(Npy.bytes(name, content)));
                } else if (NumberedTensors.isParameter(name)) {
                    tensors.add(Npy.read(name, content).tensor(name));
                } else {
                    passedOver.add(name);
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the zip file is cut off or broken: " + e.getMessage(), e);
        }
        if (seen.size() != entries) {
            throw new IllegalArgumentException(
                    "the zip file must hold the " + entries + " entries that it ends with but holds " + seen.size());
        }
        return new NamedTensors("NumPy npz", metadata, tensors, passedOver);
    }

    /** The number of entries that the record at the end of a zip file says it has. */
    private static int entries(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int end = bytes.length - END_LENGTH;
        if (end < 0 || in.getInt(end) != END_SIGNATURE) {
            throw new IllegalArgumentException("the zip file is cut off or broken: it has no end record");
        }
        return in.getShort(end + END_ENTRIES) & 0xffff;
    }

    private static Map<String, String> metadata(byte[] json) {
        try {
            return JSON.readValue(json, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("metadata must be a JSON object of strings but is not", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of a file: the same for the same arrays. */
    static byte[] write(Map<String, String> metadata, List<Tensor> tensors) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Tensor tensor : tensors) {
                ByteBuffer data = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, tensor.values().length))
                        .order(ByteOrder.LITTLE_ENDIAN);
                data.asFloatBuffer().put(tensor.values());
                store(zip, tensor.name(), Npy.write("<f4", tensor.shape(), data.array()));
            }
            byte[] json = JSON.writeValueAsBytes(new TreeMap<>(metadata));
            store(zip, METADATA, Npy.write("|u1", new int[] {json.length}, json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Uncompressed, as {@code numpy.savez} does; with a fixed time. */
    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name + ENDING);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
