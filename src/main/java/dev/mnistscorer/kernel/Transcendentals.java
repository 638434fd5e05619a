package dev.mnistscorer.kernel;

/**
 * exp and the functions built on it, in float32, from multiplications, additions and one division only: the same bits on
 * every machine, and the same operations as a vector kernel does on its lanes.
 */
final class Transcendentals {
    /*
     * exp(x) = 2^n · exp(r), n = round(x / ln 2), r = x − n · ln 2, |r| ≤ ln 2 / 2. Between the two bounds 2^n · exp(r) is
     * a normal number, so that n can be added to the exponent bits; x beyond them is replaced by the bound.
     */
    static final float EXP_MIN = -87.3f;
    static final float EXP_MAX = 88f;
    static final float LOG2_E = 0x1.715476p0f;

    /** 1.5 · 2^23: adding a number rounds it to an integer, which is then in the lowest bits. */
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

    /**
     * 1 − Φ(x) = exp(−x²/2) · t · (G0 + G1·t + …), t = 1 / (1 + G·x), x ≥ 0: the form of Abramowitz and Stegun 26.2.17, a
     * minimax fit up to x = 14: relative error 3.2e-8 before rounding.
     */
    static final float GAUSS = 0.35f;

    static final float G0 = 0.1396214067935943603515625f;
    static final float G1 = 0.139861896634101867675781f;
    static final float G2 = 0.119832701981067657470703f;
    static final float G3 = 0.105508662760257720947266f;
    static final float G4 = -0.023111417889595031738281f;
    static final float G5 = 0.159176498651504516601563f;
    static final float G6 = -0.255716323852539062500000f;
    static final float G7 = 0.143972709774971008300781f;
    static final float G8 = -0.029146138578653335571289f;

    /** log(1 + t) = 2s + 2s³ · (L3 + L5·s² + …), s = t / (2 + t), 0 ≤ t ≤ 1: relative error 4.6e-9 before rounding. */
    static final float L3 = 0.3333320617675781f;

    static final float L5 = 0.20010849833488464f;
    static final float L7 = 0.13999569416046143f;
    static final float L9 = 0.14012232422828674f;

    /** Constants of the tanh approximation of GELU: 2 · √(2/π), and the factor of the cube. */
    static final float GELU_SLOPE = 1.5957691216057308f;

    static final float GELU_CUBE = 0.044715f;

    /** Below this, exp(x) − 1 is computed by the series alone, without cancellation. */
    static final float EXPM1_SMALL = 0.3466f;

    private Transcendentals() {}

    /** Returns e to the {@code x}, within about 1 ulp; never 0, infinite or subnormal. */
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

    /** Returns exp(x) − 1. */
    static float expm1(float x) {
        if (Math.abs(x) < EXPM1_SMALL) {
            float p = Math.fma(E6, x, E5);
            p = Math.fma(p, x, E4);
            p = Math.fma(p, x, E3);
            p = Math.fma(p, x, E2);
            return Math.fma(p * x, x, x);
        }
        return exp(x) - 1f;
    }

    static float leakyRelu(float x, float slope) {
        return x > 0 ? x : slope * x;
    }

    static float elu(float x, float alpha, float scale) {
        return scale * (x > 0 ? x : alpha * expm1(x));
    }

    static float gelu(float x) {
        float size = Math.abs(x);
        float t = 1f / Math.fma(GAUSS, size, 1f);
        float p = Math.fma(G8, t, G7);
        p = Math.fma(p, t, G6);
        p = Math.fma(p, t, G5);
        p = Math.fma(p, t, G4);
        p = Math.fma(p, t, G3);
        p = Math.fma(p, t, G2);
        p = Math.fma(p, t, G1);
        p = Math.fma(p, t, G0);
        float tail = exp(x * x * -0.5f) * (p * t);
        return Math.max(x, 0f) - size * tail;
    }

    static float geluTanh(float x) {
        float y = GELU_SLOPE * Math.fma(GELU_CUBE * x * x, x, x);
        return x * sigmoid(y);
    }

    static float softplus(float x) {
        float t = exp(-Math.abs(x));
        float s = t / (2f + t);
        float square = s * s;
        float p = Math.fma(L9, square, L7);
        p = Math.fma(p, square, L5);
        p = Math.fma(p, square, L3);
        return Math.max(x, 0f) + 2f * Math.fma(p * square, s, s);
    }

    static float hardSigmoid(float x, float slope, float shift) {
        return Math.min(Math.max(Math.fma(x, slope, shift), 0f), 1f);
    }

    /** Returns the largest of {@code count} values from index {@code from} on. */
    static float max(float[] values, int from, int count) {
        float max = values[from];
        for (int i = from + 1; i < from + count; i++) {
            max = Math.max(max, values[i]);
        }
        return max;
    }

    /** Returns the sum of {@code count} values from index {@code from} on, added in index order. */
    static float sum(float[] values, int from, int count) {
        float sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += values[i];
        }
        return sum;
    }
}
