package dev.mnistscorer.weights.content;

import dev.mnistscorer.file.Binary16;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Floating-point formats of the elements of stored arrays, decoded to float32. */
public enum ElementType {
    /** IEEE 754 binary16. */
    F16(Short.BYTES) {
        @Override
        public float next(ByteBuffer in) {
            return Binary16.toFloat(in.getShort());
        }
    },
    /** bfloat16: the upper half of a binary32. */
    BF16(Short.BYTES) {
        @Override
        public float next(ByteBuffer in) {
            return Float.intBitsToFloat(in.getShort() << Short.SIZE);
        }
    },
    /** IEEE 754 binary32. */
    F32(Float.BYTES) {
        @Override
        public float next(ByteBuffer in) {
            return in.getFloat();
        }
    },
    /** IEEE 754 binary64, rounded to the nearest float32. */
    F64(Double.BYTES) {
        @Override
        public float next(ByteBuffer in) {
            return (float) in.getDouble();
        }
    };

    private final int size;

    ElementType(int size) {
        this.size = size;
    }

    /** Names of all types, separated by commas, for messages. */
    public static String names() {
        String all = Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
        int last = all.lastIndexOf(", ");
        return all.substring(0, last) + " or " + all.substring(last + 2);
    }

    /** Number of bytes of one element. */
    public int size() {
        return size;
    }

    /**
     * Decodes the next element, in the byte order of the buffer.
     *
     * @throws java.nio.BufferUnderflowException if fewer bytes than an element has are left
     */
    public abstract float next(ByteBuffer in);

    /**
     * Decodes all remaining elements, in the byte order of the buffer.
     *
     * @param name name of the array, for messages
     * @throws IllegalArgumentException if the remaining bytes are no whole number of elements
     */
    public float[] decode(String name, ByteBuffer in) {
        if (in.remaining() % size != 0) {
            throw new IllegalArgumentException(
                    name + " must hold whole elements of " + size + " bytes but holds " + in.remaining() + " bytes");
        }
        float[] values = new float[in.remaining() / size];
        for (int i = 0; i < values.length; i++) {
            values[i] = next(in);
        }
        return values;
    }
}
