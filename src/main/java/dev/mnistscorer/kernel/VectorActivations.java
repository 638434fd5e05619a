package dev.mnistscorer.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The activations of the vector kernel: the functions of {@link Transcendentals}, with the same operations in the same
 * order, on the lanes of a vector.
 */
abstract class VectorActivations implements Kernel {
    static final VectorSpecies<Float> FLOATS =
            FloatVector.SPECIES_PREFERRED.length() > COLUMNS ? FloatVector.SPECIES_512 : FloatVector.SPECIES_PREFERRED;
    static final int LANES = FLOATS.length();

    // Numbers in all lanes. Broadcast at each use, they would make gelu too large: see VectorKernel.
    private static final FloatVector ONE = FloatVector.broadcast(FLOATS, 1f);
    private static final FloatVector EXP_MIN = FloatVector.broadcast(FLOATS, Transcendentals.EXP_MIN);
    private static final FloatVector EXP_MAX = FloatVector.broadcast(FLOATS, Transcendentals.EXP_MAX);
    private static final FloatVector LOG2_E = FloatVector.broadcast(FLOATS, Transcendentals.LOG2_E);
    private static final FloatVector ROUND = FloatVector.broadcast(FLOATS, Transcendentals.ROUND);
    private static final FloatVector MINUS_LN2_HIGH = FloatVector.broadcast(FLOATS, -Transcendentals.LN2_HIGH);
    private static final FloatVector MINUS_LN2_LOW = FloatVector.broadcast(FLOATS, -Transcendentals.LN2_LOW);
    private static final FloatVector E2 = FloatVector.broadcast(FLOATS, Transcendentals.E2);
    private static final FloatVector E3 = FloatVector.broadcast(FLOATS, Transcendentals.E3);
    private static final FloatVector E4 = FloatVector.broadcast(FLOATS, Transcendentals.E4);
    private static final FloatVector E5 = FloatVector.broadcast(FLOATS, Transcendentals.E5);
    private static final FloatVector E6 = FloatVector.broadcast(FLOATS, Transcendentals.E6);

    @Override
    public void sigmoid(float[] values, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector z = FloatVector.fromArray(FLOATS, values, i);
            ONE.div(ONE.add(exp(z.neg()))).intoArray(values, i);
        }
    }

    @Override
    public void tanh(float[] values, int length) {
        FloatVector two = FloatVector.broadcast(FLOATS, 2f);
        for (int i = 0; i < length; i += LANES) {
            FloatVector z = FloatVector.fromArray(FLOATS, values, i);
            FloatVector square = z.mul(z);
            FloatVector p = FloatVector.broadcast(FLOATS, Transcendentals.T11)
                    .fma(square, FloatVector.broadcast(FLOATS, Transcendentals.T9));
            p = p.fma(square, FloatVector.broadcast(FLOATS, Transcendentals.T7));
            p = p.fma(square, FloatVector.broadcast(FLOATS, Transcendentals.T5));
            p = p.fma(square, FloatVector.broadcast(FLOATS, Transcendentals.T3));
            FloatVector small = p.mul(square).fma(z, z);
            FloatVector large = ONE.sub(two.div(ONE.add(exp(z.add(z)))));
            VectorMask<Float> isSmall = z.abs().compare(VectorOperators.LT, Transcendentals.TANH_SMALL);
            large.blend(small, isSmall).intoArray(values, i);
        }
    }

    @Override
    public void relu(float[] values, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector.fromArray(FLOATS, values, i).max(0f).intoArray(values, i);
        }
    }

    @Override
    public void leakyRelu(float[] values, int length, float slope) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector z = FloatVector.fromArray(FLOATS, values, i);
            VectorMask<Float> isPositive = z.compare(VectorOperators.GT, 0f);
            z.mul(slope).blend(z, isPositive).intoArray(values, i);
        }
    }

    @Override
    public void elu(float[] values, int length, float alpha, float scale) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector z = FloatVector.fromArray(FLOATS, values, i);
            VectorMask<Float> isPositive = z.compare(VectorOperators.GT, 0f);
            expm1(z).mul(alpha).blend(z, isPositive).mul(scale).intoArray(values, i);
        }
    }

    @Override
    public void gelu(float[] values, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector z = FloatVector.fromArray(FLOATS, values, i);
            FloatVector size = z.abs();
            FloatVector t =
                    ONE.div(FloatVector.broadcast(FLOATS, Transcendentals.GAUSS).fma(size, ONE));
            FloatVector p = FloatVector.broadcast(FLOATS, Transcendentals.G8)
                    .fma(t, FloatVector.broadcast(FLOATS, Transcendentals.G7));
            p = p.fma(t, FloatVector.broadcast(FLOATS, Transcendentals.G6));
            p = p.fma(t, FloatVector.broadcast(FLOATS, Transcendentals.G5));
            p = p.fma(t, FloatVector.broadcast(FLOATS, Transcendentals.G4));
            p = p.fma(t, FloatVector.broadcast(FLOATS, Transcendentals.G3));
            p = p.fma(t, FloatVector.broadcast(FLOATS, Transcendentals.G2));
            p = p.fma(t, FloatVector.broadcast(FLOATS, Transcendentals.G1));
            p = p.fma(t, FloatVector.broadcast(FLOATS, Transcendentals.G0));
            FloatVector tail = exp(z.mul(z).mul(-0.5f)).mul(p.mul(t));
            z.max(0f).sub(size.mul(tail)).intoArray(values, i);
        }
    }

    @Override
    public void geluTanh(float[] values, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector z = FloatVector.fromArray(FLOATS, values, i);
            FloatVector y = z.mul(Transcendentals.GELU_CUBE).mul(z).fma(z, z).mul(Transcendentals.GELU_SLOPE);
            z.mul(ONE.div(ONE.add(exp(y.neg())))).intoArray(values, i);
        }
    }

    @Override
    public void softplus(float[] values, int length) {
        FloatVector two = FloatVector.broadcast(FLOATS, 2f);
        for (int i = 0; i < length; i += LANES) {
            FloatVector z = FloatVector.fromArray(FLOATS, values, i);
            FloatVector t = exp(z.abs().neg());
            FloatVector s = t.div(two.add(t));
            FloatVector square = s.mul(s);
            FloatVector p = FloatVector.broadcast(FLOATS, Transcendentals.L9)
                    .fma(square, FloatVector.broadcast(FLOATS, Transcendentals.L7));
            p = p.fma(square, FloatVector.broadcast(FLOATS, Transcendentals.L5));
            p = p.fma(square, FloatVector.broadcast(FLOATS, Transcendentals.L3));
            z.max(0f).add(p.mul(square).fma(s, s).mul(2f)).intoArray(values, i);
        }
    }

    @Override
    public void hardSigmoid(float[] values, int length, float slope, float shift) {
        FloatVector slopes = FloatVector.broadcast(FLOATS, slope);
        FloatVector shifts = FloatVector.broadcast(FLOATS, shift);
        for (int i = 0; i < length; i += LANES) {
            FloatVector z = FloatVector.fromArray(FLOATS, values, i);
            z.fma(slopes, shifts).max(0f).min(1f).intoArray(values, i);
        }
    }

    @Override
    public void softmax(float[] values, int rows, int classes) {
        int stride = Kernel.padColumns(classes);
        for (int row = 0; row < rows * stride; row += stride) {
            float max = Transcendentals.max(values, row, classes);
            for (int k = row; k < row + stride; k += LANES) {
                exp(FloatVector.fromArray(FLOATS, values, k).sub(max)).intoArray(values, k);
            }
            float sum = Transcendentals.sum(values, row, classes);
            for (int k = row; k < row + stride; k += LANES) {
                FloatVector.fromArray(FLOATS, values, k).div(sum).intoArray(values, k);
            }
        }
    }

    /** {@link Transcendentals#exp} on each lane. */
    private static FloatVector exp(FloatVector x) {
        FloatVector bounded = x.max(EXP_MIN).min(EXP_MAX);
        FloatVector rounded = bounded.fma(LOG2_E, ROUND);
        FloatVector n = rounded.sub(ROUND);
        FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, bounded));
        FloatVector p =
                E6.fma(r, E5).fma(r, E4).fma(r, E3).fma(r, E2).fma(r, ONE).fma(r, ONE);
        IntVector exponents =
                rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, Transcendentals.EXPONENT_SHIFT);
        return p.reinterpretAsInts().add(exponents).reinterpretAsFloats();
    }

    /** {@link Transcendentals#expm1} on each lane. */
    private static FloatVector expm1(FloatVector x) {
        FloatVector p = E6.fma(x, E5).fma(x, E4).fma(x, E3).fma(x, E2);
        FloatVector small = p.mul(x).fma(x, x);
        VectorMask<Float> isSmall = x.abs().compare(VectorOperators.LT, Transcendentals.EXPM1_SMALL);
        return exp(x).sub(1f).blend(small, isSmall);
    }
}
