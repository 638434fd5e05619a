package dev.mnistscorer.weights.content;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Floating-point formats of the elements of stored arrays, decoded to float32. */
public enum ElementType {
    /** IEEE 754 binary16. */
    F16(Short.BYTES) {
        @Override
        public float next(ByteBuffer in) {
            return binary16(in.getShort());
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

    private static final int FRACTION_BITS = 10;
    private static final int FRACTION = (1 << FRACTION_BITS) - 1;
    private static final int EXPONENT = 0x1f;

    /** Value of the lowest bit of a subnormal binary16: 2 to the power of -24. */
    private static final float SMALLEST = 0x1p-24f;

    /** Difference of the exponents' biases: 15 in binary16, 127 in binary32. */
    private static final int REBIAS = 127 - 15;

    private static final int WIDER_FRACTION = 23 - FRACTION_BITS;

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

    private static float binary16(short bits) {
        int sign = (bits & 0x8000) << Short.SIZE;
        int exponent = bits >>> FRACTION_BITS & EXPONENT;
        int fraction = bits & FRACTION;
        if (exponent == 0) {
            float magnitude = fraction * SMALLEST;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == EXPONENT ? 0xff : exponent + REBIAS;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << WIDER_FRACTION);
    }
}
