package dev.mnistscorer.weights.numpy;

import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.pickle.PickleNames;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** NumPy array under construction by a pickle. */
final class NdArray implements PickleNames.Built {
    private int[] shape;
    private NdType type;
    private boolean fortran;
    private byte[] data;

    /** Sets the state written by NumPy: version, shape, type, column-major flag, bytes. */
    @Override
    public void setState(Object written) {
        List<?> state = (List<?>) written;
        // Python 2 has one type for text and bytes.
        byte[] bytes = state.get(4) instanceof String text
                ? text.getBytes(StandardCharsets.ISO_8859_1)
                : (byte[]) state.get(4);
        set((List<?>) state.get(1), (NdType) state.get(2), truth(state.get(3)), bytes);
    }

    private static boolean truth(Object value) {
        return Boolean.TRUE.equals(value) || value instanceof Long number && number != 0;
    }

    void set(List<?> lengths, NdType elementType, boolean columnsFirst, byte[] bytes) {
        shape = new int[lengths.size()];
        for (int d = 0; d < shape.length; d++) {
            long length = (Long) lengths.get(d);
            if (length < 0 || length > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "a dimension must be in 0.." + Integer.MAX_VALUE + " but is " + length);
            }
            shape[d] = (int) length;
        }
        type = elementType;
        fortran = columnsFirst;
        data = bytes;
    }

    /** Size of the content in bytes. */
    int bytes() {
        return data == null ? 0 : data.length;
    }

    /**
     * Returns the array as row-major float32.
     *
     * @throws IllegalArgumentException if it has no content, or one that does not match its shape
     */
    Tensor tensor(String name) {
        if (data == null) {
            throw new IllegalArgumentException(name + " must have content but has none");
        }
        float[] values = type.decode(name, data);
        if (!fortran || shape.length != 2) {
            return new Tensor(name, shape, values);
        }
        return new Tensor(name, new int[] {shape[1], shape[0]}, values).transposed();
    }
}
