package dev.mnistscorer.weights.numpy;

import dev.mnistscorer.weights.content.SmallFloats;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The type of a NumPy array's elements: a code as {@code f4}, and the order of bytes. */
final class NdType implements NumpyName.Built {
    private final String code;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    /** A type by its code, with or without the order of bytes before it: {@code f4}, {@code <f4}. */
    NdType(String code) {
        boolean ordered = !code.isEmpty() && "<>|=".indexOf(code.charAt(0)) >= 0;
        this.code = ordered ? code.substring(1) : code;
        if (ordered) {
            setOrder(code.substring(0, 1));
        }
    }

    @Override
    public void setState(List<Object> state) {
        setOrder((String) state.get(1));
    }

    private void setOrder(String sign) {
        order = sign.equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** The number of bytes of one element. */
    int size() {
        return switch (code) {
            case "f2" -> Short.BYTES;
            case "f4" -> Float.BYTES;
            case "f8" -> Double.BYTES;
            default -> throw new IllegalArgumentException("elements must be f2, f4 or f8 but are " + code);
        };
    }

    /** The elements as float32, in the order they are stored in. */
    float[] decode(byte[] data) {
        ByteBuffer buffer = ByteBuffer.wrap(data).order(order);
        float[] values = new float[data.length / size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (code) {
                case "f2" -> SmallFloats.half(buffer.getShort());
                case "f4" -> buffer.getFloat();
                default -> (float) buffer.getDouble();
            };
        }
        return values;
    }
}
