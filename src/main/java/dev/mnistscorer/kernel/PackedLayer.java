package dev.mnistscorer.kernel;

import java.util.Arrays;

/**
 * The weights and biases of one dense layer, laid out for a kernel. Units are padded with zeros to a multiple of {@link
 * Kernel#COLUMNS}, so that a kernel needs no code for a remainder, and divided into panels: neighbouring units whose sums a
 * kernel keeps in registers. The weights of a panel are contiguous, so that they stay in a near cache while one image after
 * the other is multiplied with them; rows of all units would be a power of two apart in many networks, and evict each other.
 *
 * @param inputs number of inputs
 * @param outputs number of units
 * @param stride {@code outputs} rounded up to a multiple of {@link Kernel#COLUMNS}
 * @param panels the first unit of each panel, and {@code stride} after the last one
 * @param weights {@code [inputs, width]}, row-major, of one panel after the other
 * @param bias {@code [stride]}
 */
public record PackedLayer(int inputs, int outputs, int stride, int[] panels, float[] weights, float[] bias) {

    /** The panels of a layer: the number of columns of the next one. */
    @FunctionalInterface
    public interface PanelWidth {
        /**
         * Returns the width of the next panel.
         *
         * @param left number of padded units that are in no panel yet, a multiple of {@link Kernel#COLUMNS}
         */
        int next(int left);
    }

    /**
     * Packs a layer.
     *
     * @param weights {@code [inputs, outputs]}, row-major
     * @param bias {@code [outputs]}
     */
    public static PackedLayer of(int inputs, int outputs, float[] weights, float[] bias, PanelWidth widths) {
        int stride = Kernel.padColumns(outputs);
        float[] packed = new float[Math.multiplyExact(inputs, stride)];
        int[] panels = new int[stride / Kernel.COLUMNS + 1];
        int count = 0;
        for (int first = 0, width; first < stride; first += width) {
            width = widths.next(stride - first);
            int used = Math.min(width, outputs - first);
            for (int i = 0; i < inputs; i++) {
                System.arraycopy(weights, i * outputs + first, packed, first * inputs + i * width, used);
            }
            panels[++count] = first + width;
        }
        return new PackedLayer(
                inputs, outputs, stride, Arrays.copyOf(panels, count + 1), packed, Arrays.copyOf(bias, stride));
    }

    /** Index in {@link #weights} of the first weight of the panel that begins at unit {@code first}. */
    int panel(int first) {
        return first * inputs;
    }
}
