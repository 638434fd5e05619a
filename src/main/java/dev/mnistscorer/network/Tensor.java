package dev.mnistscorer.network;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Named float32 array of a weights file. Arrays are shared, not copied, and nobody writes to them; so two tensors are
 * equal only if they share them.
 *
 * @param name name in the file, for messages
 * @param shape length of each dimension
 * @param values row-major
 */
public record Tensor(String name, int[] shape, float[] values) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Checks that the values are as many as the shape requires, and finite.
     *
     * @throws IllegalArgumentException if not
     */
    public Tensor {
        long size = 1;
        for (int length : shape) {
            try {
                size = Math.multiplyExact(size, length);
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException(
                        "%s must hold %d numbers, but its shape %s has more than can be counted"
                                .formatted(name, values.length, format(shape)),
                        e);
            }
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

    /** Returns a vector of zeros. */
    public static Tensor zeros(String name, int length) {
        return new Tensor(name, new int[] {length}, new float[length]);
    }

    /** Returns the transpose of a matrix. */
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

    /** Number of dimensions. */
    public int rank() {
        return shape.length;
    }

    /** Returns name and shape: {@code W1 [784, 50]}. */
    @Override
    public String toString() {
        return name + " " + format(shape);
    }

    /** Shape as text: {@code [784, 50]}. */
    public String shapeText() {
        return format(shape);
    }

    private static String format(int[] shape) {
        return Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
