package dev.mnistscorer.weights.numpy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.content.Limits;
import dev.mnistscorer.weights.content.NamedTensors;
import dev.mnistscorer.weights.content.TensorCollector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Format of {@code .npz} files: a zip file of {@code .npy} files. The entry {@code metadata}, an array of bytes, holds a
 * JSON object of strings.
 */
public final class Npz {
    private static final String ENDING = ".npy";
    private static final String METADATA = "metadata";
    private static final JsonMapper JSON = new JsonMapper();

    private Npz() {}

    /**
     * Parses the arrays.
     *
     * @param entries contents of the {@code .npy} files, by name
     * @throws IllegalArgumentException if one of them is broken
     */
    public static NamedTensors read(Map<String, byte[]> entries) {
        Map<String, String> metadata = new TreeMap<>();
        TensorCollector tensors = new TensorCollector();
        Set<String> seen = new HashSet<>();
        entries.forEach((file, content) -> {
            String name = file.endsWith(ENDING) ? file.substring(0, file.length() - ENDING.length()) : file;
            if (!seen.add(name)) {
                throw new IllegalArgumentException("the zip file must hold " + name + " once but holds it again");
            }
            if (name.equals(METADATA)) {
                metadata.putAll(metadata(Npy.bytes(name, content)));
            } else {
                tensors.add(name, () -> Npy.read(name, content).tensor(name));
            }
        });
        return tensors.named(metadata);
    }

    private static Map<String, String> metadata(byte[] json) {
        Limits.requireText(METADATA, json.length);
        try {
            return JSON.readValue(json, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("metadata must be a JSON object of strings but is not", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns arrays as a {@code .npz} file; equal arrays give equal bytes. */
    public static byte[] write(Map<String, String> metadata, List<Tensor> tensors) {
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

    /** Writes an entry uncompressed, as {@code numpy.savez} does, and with a fixed time. */
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
