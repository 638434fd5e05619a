package dev.mnistscorer.weights.torch;

import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.content.Allowance;
import java.util.Arrays;
import java.util.List;

/**
 * View of a storage, as {@code torch._utils._rebuild_tensor_v2} describes it: the element at an index of each dimension is
 * at the offset plus the sum of the indices, each times the stride of its dimension.
 */
final class TorchTensor {
    private static final int MOST_DIMENSIONS = 8;

    private final TorchStorage storage;
    private final int offset;
    private final int[] shape;
    private final int[] strides;

    private TorchTensor(TorchStorage storage, int offset, int[] shape, int[] strides) {
        this.storage = storage;
        this.offset = offset;
        this.shape = shape;
        this.strides = strides;
    }

    /**
     * Returns the tensor of the arguments: storage, offset, shape, strides, and others without an effect on the numbers.
     *
     * @throws IllegalArgumentException if it reaches beyond its storage
     */
    static TorchTensor rebuild(List<Object> arguments) {
        TorchStorage storage = (TorchStorage) arguments.get(0);
        int[] shape = numbers((List<?>) arguments.get(2));
        int[] strides = numbers((List<?>) arguments.get(3));
        int offset = number(arguments.get(1));
        if (shape.length != strides.length || shape.length > MOST_DIMENSIONS) {
            throw new IllegalArgumentException("a tensor of the record " + storage.record()
                    + " must have a stride for each of at most " + MOST_DIMENSIONS + " dimensions but has "
                    + strides.length + " for " + shape.length);
        }
        long last = offset;
        boolean empty = false;
        for (int d = 0; d < shape.length; d++) {
            empty |= shape[d] == 0;
            last = Math.addExact(last, Math.multiplyExact(shape[d] - 1L, (long) strides[d]));
        }
        if (!empty && last >= storage.length()) {
            throw new IllegalArgumentException("a tensor " + Arrays.toString(shape) + " of the record "
                    + storage.record() + " must end within its " + storage.length() + " elements but ends at element "
                    + last);
        }
        return new TorchTensor(storage, offset, shape, strides);
    }

    private static int[] numbers(List<?> list) {
        return list.stream().mapToInt(TorchTensor::number).toArray();
    }

    private static int number(Object value) {
        long number = (Long) value;
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "offsets, dimensions and strides must be in 0.." + Integer.MAX_VALUE + " but one is " + number);
        }
        return (int) number;
    }

    /** Returns true if the elements are floating-point numbers. */
    boolean holdsFloats() {
        return storage.holdsFloats();
    }

    /** Returns the elements, row-major. */
    Tensor tensor(String name, Allowance allowance) {
        long size = 1;
        for (int length : shape) {
            size = Math.multiplyExact(size, length);
        }
        allowance.take(Math.multiplyExact((long) Float.BYTES, size), name);
        float[] values = new float[(int) size];
        float[] stored = storage.values(allowance);
        int[] index = new int[shape.length];
        int at = offset;
        for (int i = 0; i < values.length; i++) {
            values[i] = stored[at];
            for (int d = shape.length - 1; d >= 0; d--) {
                at += strides[d];
                if (++index[d] < shape[d]) {
                    break;
                }
                at -= shape[d] * strides[d];
                index[d] = 0;
            }
        }
        return new Tensor(name, shape, values);
    }
}
