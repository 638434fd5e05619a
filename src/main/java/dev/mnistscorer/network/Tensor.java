package dev.mnistscorer.network;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A named array of float32 numbers as a weights file holds it.
 *
 * @param name the name in the file, for messages
 * @param shape the length of each dimension
 * @param values the numbers, row-major; not copied, and never written to
 */
public record Tensor(String name, int[] shape, float[] values) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Checks that the values fill the shape and are finite.
     *
     * @throws IllegalArgumentException if they do not, or are not
     */
    public Tensor {
        long size = 1;
        for (int length : shape) {
            size = Math.multiplyExact(size, length);
        }
        if (size != values.length) {
            throw new IllegalArgumentException(String.format(
                    "%s must hold %d numbers for its shape %s but holds %d", name, size, format(shape), values.length));
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        String.format("%s must hold finite numbers but number %d is %s", name, i, values[i]));
            }
        }
    }

    /** So many zeros. */
    public static Tensor zeros(String name, int length) {
        return new Tensor(name, new int[] {length}, new float[length]);
    }

    /** A matrix with rows and columns exchanged. */
    public Tensor transposed() {
        int rows = shape[0];
        int columns = shape[1];
        float[] exchanged = new float[values.length];
        for (int r = 0, at = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++, at++) {
                exchanged[c * rows + r] = values[at];
            }
        }
        return new Tensor(name, new int[] {columns, rows}, exchanged);
    }

    /** The number of dimensions. */
    public int rank() {
        return shape.length;
    }

    /** Name and shape, as {@code W1 [784, 50]}. */
    @Override
    public String toString() {
        return name + " " + format(shape);
    }

    /** The shape, as {@code [784, 50]}. */
    public String shapeText() {
        return format(shape);
    }

    private static String format(int[] shape) {
        return Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
