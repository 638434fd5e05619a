package dev.mnistscorer.kernel;

import java.util.Arrays;

/**
 * The weights and biases of one dense layer, laid out for the kernels: each row of weights is padded with zeros to a
 * multiple of {@link Kernel#COLUMNS}, so that a kernel needs no code for a remainder.
 *
 * @param inputs number of inputs
 * @param outputs number of units
 * @param stride {@code outputs} rounded up to a multiple of {@link Kernel#COLUMNS}
 * @param weights {@code [inputs, stride]}, row-major
 * @param bias {@code [stride]}
 */
public record PackedLayer(int inputs, int outputs, int stride, float[] weights, float[] bias) {

    /** Packs {@code weights} {@code [inputs, outputs]}, row-major, and {@code bias} {@code [outputs]}. */
    public static PackedLayer of(int inputs, int outputs, float[] weights, float[] bias) {
        int stride = Kernel.padColumns(outputs);
        float[] packed = new float[Math.multiplyExact(inputs, stride)];
        for (int i = 0; i < inputs; i++) {
            System.arraycopy(weights, i * outputs, packed, i * stride, outputs);
        }
        return new PackedLayer(inputs, outputs, stride, packed, Arrays.copyOf(bias, stride));
    }
}
