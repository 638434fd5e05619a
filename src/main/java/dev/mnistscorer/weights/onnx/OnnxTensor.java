package dev.mnistscorer.weights.onnx;

import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.content.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Constant of a model: TensorProto of onnx.proto3, in all representations of its numbers. */
final class OnnxTensor {
    static final int FLOAT = 1;
    static final int INT32 = 6;
    static final int INT64 = 7;
    static final int STRING = 8;
    static final int FLOAT16 = 10;
    static final int DOUBLE = 11;
    static final int BFLOAT16 = 16;

    private static final int EXTERNAL = 1;

    private static final int DIMS = 1;
    private static final int DATA_TYPE = 2;
    private static final int FLOAT_DATA = 4;
    private static final int INT32_DATA = 5;
    private static final int STRING_DATA = 6;
    private static final int INT64_DATA = 7;
    private static final int NAME = 8;
    private static final int RAW_DATA = 9;
    private static final int DOUBLE_DATA = 10;
    private static final int EXTERNAL_DATA = 13;
    private static final int DATA_LOCATION = 14;

    private static final int ENTRY_KEY = 1;
    private static final int ENTRY_VALUE = 2;

    private final Function<String, byte[]> beside;
    private final List<Long> dims = new ArrayList<>();
    private final List<ByteBuffer> parts = new ArrayList<>(); // elements of float_data, double_data or raw_data
    private final List<Long> integers = new ArrayList<>(); // elements of int32_data or int64_data
    private final List<String> strings = new ArrayList<>();
    private String name = "";
    private int type;
    private boolean raw;
    private boolean external;
    private String location = "";
    private long offset;
    private long length = -1;

    private OnnxTensor(Function<String, byte[]> beside) {
        this.beside = beside;
    }

    /**
     * Parses a message.
     *
     * @param beside returns the content of another file of the same directory, by its name
     */
    static OnnxTensor of(Protobuf in, Function<String, byte[]> beside) {
        OnnxTensor tensor = new OnnxTensor(beside);
        while (in.next()) {
            tensor.take(in);
        }
        return tensor;
    }

    /** Returns a tensor of whole numbers. */
    static OnnxTensor of(List<Long> numbers) {
        OnnxTensor tensor = new OnnxTensor(null);
        tensor.type = INT64;
        tensor.dims.add((long) numbers.size());
        tensor.integers.addAll(numbers);
        return tensor;
    }

    private void take(Protobuf in) {
        switch (in.field()) {
            case DIMS -> in.numbers(dims);
            case DATA_TYPE -> type = (int) in.number();
            case FLOAT_DATA -> in.reals(parts);
            case INT32_DATA, INT64_DATA -> in.numbers(integers);
            case STRING_DATA -> strings.add(in.text());
            case NAME -> name = in.text();
            case RAW_DATA -> {
                raw = true;
                parts.add(in.raw());
            }
            case DOUBLE_DATA -> in.doubles(parts);
            case EXTERNAL_DATA -> entry(in.message());
            case DATA_LOCATION -> external = in.number() == EXTERNAL;
            default -> in.skip();
        }
    }

    private void entry(Protobuf in) {
        String key = "";
        String value = "";
        while (in.next()) {
            switch (in.field()) {
                case ENTRY_KEY -> key = in.text();
                case ENTRY_VALUE -> value = in.text();
                default -> in.skip();
            }
        }
        try {
            switch (key) {
                case "location" -> location = value;
                case "offset" -> offset = Long.parseLong(value);
                case "length" -> length = Long.parseLong(value);
                default -> {}
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    key + " of the external data of " + name + " must be a number but is " + value, e);
        }
    }

    String name() {
        return name;
    }

    int type() {
        return type;
    }

    /** Length of each dimension. */
    int[] shape() {
        int[] shape = new int[dims.size()];
        for (int d = 0; d < shape.length; d++) {
            long dim = dims.get(d);
            if (dim < 0 || dim > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        name + " must have dimensions in 0.." + Integer.MAX_VALUE + " but has " + dims);
            }
            shape[d] = (int) dim;
        }
        return shape;
    }

    private long size() {
        long size = 1;
        for (int dim : shape()) {
            size = Math.multiplyExact(size, dim);
        }
        return size;
    }

    /** Elements of a tensor of strings. */
    List<String> strings() {
        return strings;
    }

    /**
     * Elements as float32.
     *
     * @throws IllegalArgumentException if they are not floats, or their number does not match the shape
     */
    Tensor floats() {
        ElementType element =
                switch (type) {
                    case FLOAT16 -> ElementType.F16;
                    case BFLOAT16 -> ElementType.BF16;
                    case FLOAT -> ElementType.F32;
                    case DOUBLE -> ElementType.F64;
                    default ->
                        throw new IllegalArgumentException(
                                name + " must hold floats (data types 1, 10, 11 or 16) but is of data type " + type);
                };
        int size = element.size();
        long count = size();
        List<ByteBuffer> stored = parts;
        if (external) {
            stored = List.of(externalData(count, size));
        } else if (!raw && size == Short.BYTES) {
            stored = List.of(bitsInIntegers(count));
        }
        long bytes = stored.stream().mapToLong(ByteBuffer::remaining).sum();
        requireCount(bytes % size == 0 ? bytes / size : -1, count);
        float[] values = new float[(int) count];
        int at = 0;
        for (ByteBuffer part : stored) {
            ByteBuffer in = part.duplicate().order(ByteOrder.LITTLE_ENDIAN);
            while (in.remaining() >= size) {
                values[at++] = element.next(in);
            }
        }
        return new Tensor(name, shape(), values);
    }

    /** Elements of 16 bits are stored as the lower halves of int32_data unless they are raw. */
    private ByteBuffer bitsInIntegers(long count) {
        requireCount(integers.size(), count);
        ByteBuffer bits = ByteBuffer.allocate(Math.multiplyExact(Short.BYTES, integers.size()))
                .order(ByteOrder.LITTLE_ENDIAN);
        integers.forEach(each -> bits.putShort(each.shortValue()));
        return bits.flip();
    }

    private void requireCount(long held, long count) {
        if (held != count) {
            throw new IllegalArgumentException(
                    name + " must hold " + count + " numbers for its shape " + dims + " but does not");
        }
    }

    private ByteBuffer externalData(long count, int size) {
        byte[] file = beside.apply(location);
        long bytes = Math.multiplyExact(count, (long) size);
        if (length >= 0 && length != bytes || offset < 0 || offset > file.length - bytes) {
            throw new IllegalArgumentException(String.format(
                    "%s must have %d bytes at %d of %s, which has %d, but claims %s",
                    name, bytes, offset, location, file.length, length < 0 ? "as many" : length));
        }
        return ByteBuffer.wrap(file, (int) offset, (int) bytes).slice();
    }

    /**
     * Elements as whole numbers.
     *
     * @throws IllegalArgumentException if they are not integers, or their number does not match the shape
     */
    List<Long> integers() {
        if (type != INT64 && type != INT32 || external) {
            throw new IllegalArgumentException(name + " must hold whole numbers but is of data type " + type);
        }
        List<Long> values = new ArrayList<>(integers);
        if (raw) {
            ByteBuffer in = parts.get(0).duplicate().order(ByteOrder.LITTLE_ENDIAN);
            int size = type == INT64 ? Long.BYTES : Integer.BYTES;
            while (in.remaining() >= size) {
                values.add(type == INT64 ? in.getLong() : in.getInt());
            }
        }
        requireCount(values.size(), size());
        return values;
    }
}
