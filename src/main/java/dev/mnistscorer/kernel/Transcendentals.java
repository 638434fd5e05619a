package dev.mnistscorer.kernel;

/**
 * exp and what is built on it, in float32, from multiplications, additions and one division only: the same bits on
 * every machine, and operation by operation the same as a vector kernel does on its lanes.
 */
final class Transcendentals {
    /*
     * exp(x) = 2^n · exp(r), n = round(x / ln 2), r = x − n · ln 2, |r| ≤ ln 2 / 2. Between the two bounds 2^n · exp(r) is
     * a normal number, so that n can be added to the exponent bits; beyond them x is taken for the bound.
     */
    static final float EXP_MIN = -87.3f;
    static final float EXP_MAX = 88f;
    static final float LOG2_E = 0x1.715476p0f;

    /** 1.5 · 2^23: what is added to it is rounded to a whole number, which then stands in the lowest bits. */
    static final float ROUND = 0x1.8p23f;

    /** ln 2 as the sum of two floats. */
    static final float LN2_HIGH = 0x1.62e43p-1f;

    static final float LN2_LOW = -0x1.05c61p-29f;

    /** exp(r) = 1 + r + r² · (E2 + E3·r + …), a minimax fit on |r| ≤ 0.3469: relative error 3.1e-9 before rounding. */
    static final float E2 = 0x1.fffffcp-2f;

    static final float E3 = 0x1.55549p-3f;
    static final float E4 = 0x1.5558f4p-5f;
    static final float E5 = 0x1.123a6ap-7f;
    static final float E6 = 0x1.6a2372p-10f;

    static final int EXPONENT_SHIFT = 23;

    /** tanh(x) = x + x³ · (T3 + T5·x² + …), a minimax fit on |x| ≤ 0.55: relative error 1.0e-9 before rounding. */
    static final float TANH_SMALL = 0.55f;

    static final float T3 = -0.33333316f;
    static final float T5 = 0.13332586f;
    static final float T7 = -0.05385231f;
    static final float T9 = 0.021071676f;
    static final float T11 = -0.006274237f;

    private Transcendentals() {}

    /** e to the {@code x}, within 1 ulp or so; never 0, infinite or subnormal. */
    static float exp(float x) {
        float bounded = Math.min(Math.max(x, EXP_MIN), EXP_MAX);
        float rounded = Math.fma(bounded, LOG2_E, ROUND);
        float n = rounded - ROUND;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, bounded));
        float p = Math.fma(E6, r, E5);
        p = Math.fma(p, r, E4);
        p = Math.fma(p, r, E3);
        p = Math.fma(p, r, E2);
        p = Math.fma(p, r, 1f);
        p = Math.fma(p, r, 1f);
        return Float.intBitsToFloat(Float.floatToRawIntBits(p) + (Float.floatToRawIntBits(rounded) << EXPONENT_SHIFT));
    }

    static float sigmoid(float x) {
        return 1f / (1f + exp(-x));
    }

    static float tanh(float x) {
        if (Math.abs(x) < TANH_SMALL) {
            float square = x * x;
            float p = Math.fma(T11, square, T9);
            p = Math.fma(p, square, T7);
            p = Math.fma(p, square, T5);
            p = Math.fma(p, square, T3);
            return Math.fma(p * square, x, x);
        }
        return 1f - 2f / (1f + exp(x + x));
    }

    /** The largest of {@code count} values from {@code from} on. */
    static float max(float[] values, int from, int count) {
        float max = values[from];
        for (int i = from + 1; i < from + count; i++) {
            max = Math.max(max, values[i]);
        }
        return max;
    }

    /** The sum of {@code count} values from {@code from} on, added in index order. */
    static float sum(float[] values, int from, int count) {
        float sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += values[i];
        }
        return sum;
    }
}
