package dev.mnistscorer.weights.torch;

import dev.mnistscorer.weights.content.Allowance;
import dev.mnistscorer.weights.content.ElementType;
import dev.mnistscorer.weights.pickle.PickleNames;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** Numbers that one or several tensors are views of: a record of the archive. */
final class TorchStorage {
    private final String record;
    private final Type type;
    private final byte[] bytes;
    private final int length;
    private float[] values;

    /**
     * Wraps a record.
     *
     * @param length number of elements that the pickle states
     * @throws IllegalArgumentException if the record has another length
     */
    TorchStorage(String record, Type type, byte[] bytes, long length) {
        if (length < 0 || length > bytes.length || length * type.size != bytes.length) {
            throw new IllegalArgumentException(String.format(
                    "the record %s must have %d bytes for each of the %d elements that the pickle states but has %d bytes",
                    record, type.size, length, bytes.length));
        }
        this.record = record;
        this.type = type;
        this.bytes = bytes;
        this.length = (int) length;
    }

    /** Element type of a storage. */
    enum Type implements PickleNames.Name {
        FLOAT(Float.BYTES, ElementType.F32),
        DOUBLE(Double.BYTES, ElementType.F64),
        HALF(Short.BYTES, ElementType.F16),
        BFLOAT16(Short.BYTES, ElementType.BF16),
        LONG(Long.BYTES, null),
        INT(Integer.BYTES, null),
        SHORT(Short.BYTES, null),
        CHAR(Byte.BYTES, null),
        BYTE(Byte.BYTES, null),
        BOOL(Byte.BYTES, null);

        private final int size;
        private final Optional<ElementType> floats;

        Type(int size, ElementType floats) {
            this.size = size;
            this.floats = Optional.ofNullable(floats);
        }

        @Override
        public Object apply(List<Object> arguments) {
            throw new IllegalArgumentException("a storage must be a record of the archive but is called");
        }
    }

    /** Returns true if the elements are floating-point numbers. */
    boolean holdsFloats() {
        return type.floats.isPresent();
    }

    /** Name of the record. */
    String record() {
        return record;
    }

    /** Number of elements. */
    int length() {
        return length;
    }

    /** Elements as float32, decoded once for all views. */
    float[] values(Allowance allowance) {
        if (values == null) {
            allowance.take((long) Float.BYTES * length, record);
            ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            values = type.floats.orElseThrow().decode(record, in);
        }
        return values;
    }
}
