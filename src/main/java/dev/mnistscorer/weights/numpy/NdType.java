package dev.mnistscorer.weights.numpy;

import dev.mnistscorer.weights.content.ElementType;
import dev.mnistscorer.weights.pickle.PickleNames;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Element type of a NumPy array: a code, such as {@code f4}, and a byte order. */
final class NdType implements PickleNames.Built {
    private final String code;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    /** Parses a code with or without a prefix for the byte order: {@code f4}, {@code <f4}. */
    NdType(String code) {
        boolean ordered = !code.isEmpty() && "<>|=".indexOf(code.charAt(0)) >= 0;
        this.code = ordered ? code.substring(1) : code;
        if (ordered) {
            setOrder(code.substring(0, 1));
        }
    }

    @Override
    public void setState(Object state) {
        setOrder((String) ((List<?>) state).get(1));
    }

    private void setOrder(String sign) {
        order = sign.equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private ElementType element(String name) {
        return switch (code) {
            case "f2" -> ElementType.F16;
            case "f4" -> ElementType.F32;
            case "f8" -> ElementType.F64;
            default -> throw new IllegalArgumentException(name + " must hold f2, f4 or f8 but holds " + code);
        };
    }

    /**
     * Returns the elements as float32, in storage order.
     *
     * @param name name of the array, for messages
     * @throws IllegalArgumentException if they are no floats, or the last one is cut off
     */
    float[] decode(String name, byte[] data) {
        return element(name).decode(name, ByteBuffer.wrap(data).order(order));
    }
}
