package dev.mnistscorer.weights.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.content.ElementType;
import dev.mnistscorer.weights.content.Limits;
import dev.mnistscorer.weights.content.NamedTensors;
import dev.mnistscorer.weights.content.TensorCollector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Safetensors format (github.com/huggingface/safetensors, "Format"): length of the header as 64-bit little-endian integer,
 * header as JSON, elements of all tensors without gaps or overlaps. Metadata are the strings under {@code __metadata__}.
 */
public final class Safetensors {
    /** Maximum length of the header according to the format. */
    private static final int LARGEST_HEADER = 100_000_000;

    private static final String METADATA = "__metadata__";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Safetensors() {}

    private record Entry(String name, String type, int[] shape, long begin, long end) {}

    /** Returns true if the bytes start as a safetensors file does: a plausible length, then a JSON object. */
    public static boolean isSafetensors(byte[] bytes) {
        if (bytes.length < Long.BYTES + 2) {
            return false;
        }
        long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return header >= 2 && header <= LARGEST_HEADER && bytes[Long.BYTES] == '{';
    }

    /**
     * Parses a file.
     *
     * @throws IllegalArgumentException if it is cut off or broken, or holds elements other than floats
     */
    public static NamedTensors read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long headerLength = in.getLong();
        if (headerLength > in.remaining()) {
            throw new IllegalArgumentException(String.format(
                    "the header must have at most %d bytes, the bytes that are left, but has %d",
                    in.remaining(), headerLength));
        }
        Limits.requireText("the header", headerLength);
        byte[] header = new byte[(int) headerLength];
        in.get(header);
        ByteBuffer data = in.slice().order(ByteOrder.LITTLE_ENDIAN);

        Map<String, String> metadata = new TreeMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : parse(header).properties()) {
            if (field.getKey().equals(METADATA)) {
                field.getValue()
                        .properties()
                        .forEach(pair ->
                                metadata.put(pair.getKey(), pair.getValue().asText()));
            } else {
                entries.add(entry(field.getKey(), field.getValue()));
            }
        }
        entries.sort(Comparator.comparingLong(Entry::begin));
        TensorCollector tensors = new TensorCollector();
        long end = 0;
        for (Entry entry : entries) {
            if (entry.begin != end || entry.end < end || entry.end > data.capacity()) {
                throw new IllegalArgumentException(String.format(
                        "%s must begin at byte %d of the data and end by %d but is %d to %d",
                        entry.name, end, data.capacity(), entry.begin, entry.end));
            }
            end = entry.end;
            tensors.add(entry.name, () -> tensor(entry, data));
        }
        if (end != data.capacity()) {
            throw new IllegalArgumentException(
                    "the data must end at byte " + end + ", with its last tensor, but ends at " + data.capacity());
        }
        return tensors.named(metadata);
    }

    private static JsonNode parse(byte[] header) {
        try {
            JsonNode root = JSON.readTree(new String(header, StandardCharsets.UTF_8));
            if (root instanceof ObjectNode) {
                return root;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the header must be JSON but is not: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("the header must be a JSON object but is not");
    }

    private static Entry entry(String name, JsonNode node) {
        JsonNode shape = node.path("shape");
        JsonNode offsets = node.path("data_offsets");
        if (!node.path("dtype").isTextual() || !shape.isArray() || !offsets.isArray() || offsets.size() != 2) {
            throw new IllegalArgumentException(name + " must have dtype, shape and two data_offsets but has not");
        }
        int[] lengths = new int[shape.size()];
        for (int d = 0; d < lengths.length; d++) {
            if (!shape.get(d).isIntegralNumber()
                    || !shape.get(d).canConvertToInt()
                    || shape.get(d).asInt() < 0) {
                throw new IllegalArgumentException(name + " must have a shape of whole numbers but has " + shape);
            }
            lengths[d] = shape.get(d).asInt();
        }
        if (!isLong(offsets.get(0)) || !isLong(offsets.get(1))) {
            throw new IllegalArgumentException(name + " must have data_offsets of whole numbers but has " + offsets);
        }
        return new Entry(
                name,
                node.get("dtype").asText(),
                lengths,
                offsets.get(0).asLong(),
                offsets.get(1).asLong());
    }

    private static boolean isLong(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong();
    }

    private static Tensor tensor(Entry entry, ByteBuffer data) {
        // The constants have the names that the format uses.
        ElementType type = Arrays.stream(ElementType.values())
                .filter(each -> each.name().equals(entry.type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        entry.name + " must hold " + ElementType.names() + " but holds " + entry.type));
        ByteBuffer bytes =
                data.slice((int) entry.begin, (int) (entry.end - entry.begin)).order(ByteOrder.LITTLE_ENDIAN);
        return new Tensor(entry.name, entry.shape, type.decode(entry.name, bytes));
    }

    /** Returns tensors as a safetensors file. */
    public static byte[] write(Map<String, String> metadata, List<Tensor> tensors) {
        ObjectNode header = JSON.createObjectNode();
        ObjectNode strings = header.putObject(METADATA);
        new TreeMap<>(metadata).forEach(strings::put);
        long end = 0;
        for (Tensor tensor : tensors) {
            ObjectNode entry = header.putObject(tensor.name());
            entry.put("dtype", "F32");
            var shape = entry.putArray("shape");
            for (int length : tensor.shape()) {
                shape.add(length);
            }
            long begin = end;
            end += (long) Float.BYTES * tensor.values().length;
            entry.putArray("data_offsets").add(begin).add(end);
        }
        // Trailing spaces align the elements to a multiple of 8, as the format requires.
        String json = header.toString();
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        byte[] text = (json + " ".repeat(-length & 7)).getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(Long.BYTES + text.length + end))
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(text.length).put(text);
        for (Tensor tensor : tensors) {
            for (float value : tensor.values()) {
                out.putFloat(value);
            }
        }
        return out.array();
    }
}
