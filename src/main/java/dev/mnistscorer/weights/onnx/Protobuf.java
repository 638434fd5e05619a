package dev.mnistscorer.weights.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Sequential reader of the fields of a Protocol Buffers message, in place. Lengths are checked against the end of the
 * message.
 */
final class Protobuf {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int field;
    private int type;

    /** Reads the bytes as one message. */
    Protobuf(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private Protobuf(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    /** Advances to the next field; returns false at the end. */
    boolean next() {
        if (at == end) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        type = (int) (tag & 7);
        if (field <= 0
                || tag >>> 3 > 0x1fffffff
                || type != VARINT && type != FIXED64 && type != LENGTH && type != FIXED32) {
            throw new IllegalArgumentException("the message is broken at byte " + at);
        }
        return true;
    }

    /** Number of the current field. */
    int field() {
        return field;
    }

    /** Value of a varint field. */
    long number() {
        require(VARINT);
        return varint();
    }

    /** Value of a float field. */
    float real() {
        require(FIXED32);
        return Float.intBitsToFloat(slice(Integer.BYTES).getInt());
    }

    /** Nested message. */
    Protobuf message() {
        require(LENGTH);
        int length = length();
        at += length;
        return new Protobuf(bytes, at - length, at);
    }

    /** Value of a bytes field, in place, little-endian. */
    ByteBuffer raw() {
        require(LENGTH);
        return slice(length());
    }

    /** Value of a string field. */
    String text() {
        require(LENGTH);
        int length = length();
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    /** Values of a repeated integer field, packed or single. */
    void numbers(List<Long> to) {
        if (type == VARINT) {
            to.add(varint());
            return;
        }
        Protobuf packed = message();
        while (packed.at < packed.end) {
            to.add(packed.varint());
        }
    }

    /** Values of a repeated float field, packed or single. */
    void reals(List<ByteBuffer> to) {
        to.add(type == FIXED32 ? slice(Float.BYTES) : raw());
    }

    /** Values of a repeated double field, packed or single. */
    void doubles(List<ByteBuffer> to) {
        to.add(type == FIXED64 ? slice(Double.BYTES) : raw());
    }

    /** Skips the field. */
    void skip() {
        switch (type) {
            case VARINT -> varint();
            case FIXED64 -> slice(Long.BYTES);
            case FIXED32 -> slice(Integer.BYTES);
            default -> slice(length());
        }
    }

    private void require(int expected) {
        if (type != expected) {
            throw new IllegalArgumentException("field " + field + " before byte " + at + " must be of wire type "
                    + expected + " but is of " + type);
        }
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw new IllegalArgumentException(String.format(
                    "a length at byte %d must be at most %d, the bytes that are left, but is %d",
                    at, end - at, length));
        }
        return (int) length;
    }

    private ByteBuffer slice(int length) {
        if (length > end - at) {
            throw new IllegalArgumentException("the message is cut off at byte " + end);
        }
        at += length;
        return ByteBuffer.wrap(bytes, at - length, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (at == end) {
                throw new IllegalArgumentException("the message is cut off at byte " + end);
            }
            byte next = bytes[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("the message is broken at byte " + at);
    }
}
