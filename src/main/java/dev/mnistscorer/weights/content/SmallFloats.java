package dev.mnistscorer.weights.content;

/** Floats of 16 bits, widened exactly. */
public final class SmallFloats {
    private static final int FRACTION_BITS = 10;
    private static final int FRACTION = (1 << FRACTION_BITS) - 1;
    private static final int EXPONENT = 0x1f;

    /** The value of the lowest bit of the smallest numbers of binary16: 2 to the power of -24. */
    private static final float SMALLEST = 0x1p-24f;

    /** From the exponent's bias in binary16, 15, to that in binary32, 127. */
    private static final int REBIAS = 127 - 15;

    private static final int WIDER_FRACTION = 23 - FRACTION_BITS;

    private SmallFloats() {}

    /** The value of an IEEE 754 binary16. */
    public static float half(short bits) {
        int sign = (bits & 0x8000) << Short.SIZE;
        int exponent = bits >>> FRACTION_BITS & EXPONENT;
        int fraction = bits & FRACTION;
        if (exponent == 0) {
            float size = fraction * SMALLEST;
            return sign == 0 ? size : -size;
        }
        int wide = exponent == EXPONENT ? 0xff : exponent + REBIAS;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << WIDER_FRACTION);
    }

    /** The value of a bfloat16: the upper half of a binary32. */
    public static float brain(short bits) {
        return Float.intBitsToFloat(bits << Short.SIZE);
    }
}
