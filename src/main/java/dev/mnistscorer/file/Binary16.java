package dev.mnistscorer.file;

/** Numbers of IEEE 754 binary16, the half precision of NumPy's {@code f2}, as float32, which holds each of them. */
public final class Binary16 {
    private static final int FRACTION_BITS = 10;
    private static final int FRACTION = (1 << FRACTION_BITS) - 1;
    private static final int EXPONENT = 0x1f;

    /** Value of the lowest bit of a subnormal binary16: 2 to the power of -24. */
    private static final float SMALLEST = 0x1p-24f;

    /** Difference of the exponents' biases: 15 in binary16, 127 in binary32. */
    private static final int REBIAS = 127 - 15;

    private static final int WIDER_FRACTION = 23 - FRACTION_BITS;

    private Binary16() {}

    /** The number that the bits stand for. */
    public static float toFloat(short bits) {
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
