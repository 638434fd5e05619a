package dev.mnistscorer.weights.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Arguments of the opcodes of a pickle, read in sequence. A length is checked against the bytes that are left before anything
 * is allocated.
 */
final class PickleInput {
    private final ByteBuffer in;

    PickleInput(byte[] bytes) {
        in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Offset of the next byte. */
    int position() {
        return in.position();
    }

    /** Unsigned number of one byte. */
    int u1() {
        return in.get() & 0xff;
    }

    /** Unsigned number of two bytes. */
    int u2() {
        return in.getShort() & 0xffff;
    }

    /** Unsigned number of four bytes. */
    long u4() {
        return in.getInt() & 0xffffffffL;
    }

    /** Signed number of four bytes. */
    int i4() {
        return in.getInt();
    }

    /** Length of eight bytes. */
    long length8() {
        long length = in.getLong();
        if (length < 0) {
            throw new IllegalArgumentException("a length must not be negative but is " + length);
        }
        return length;
    }

    /** Big-endian binary64. */
    double real() {
        return Double.longBitsToDouble(Long.reverseBytes(in.getLong()));
    }

    /** Returns the next bytes. */
    byte[] bytes(long length) {
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException(String.format(
                    "a length must be at most %d, the bytes that are left, but is %d", in.remaining(), length));
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    /** Returns the next bytes as UTF-8. */
    String text(long length) {
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    /** Returns the next bytes as Latin-1: a string of Python 2, which is text or bytes. */
    String latin1(long length) {
        return new String(bytes(length), StandardCharsets.ISO_8859_1);
    }

    /** Text up to the end of the line. */
    String line() {
        int start = in.position();
        while (in.get() != '\n') {
            // To the end of the line.
        }
        return new String(in.array(), start, in.position() - 1 - start, StandardCharsets.UTF_8);
    }

    /** Number or truth value in decimal digits. */
    Object digits() {
        String digits = line();
        return switch (digits) {
            case "00" -> false;
            case "01" -> true;
            default -> {
                if (!digits.matches("-?\\d{1,18}")) {
                    throw new IllegalArgumentException("a number must have 1 to 18 digits but is "
                            + digits.substring(0, Math.min(20, digits.length())));
                }
                yield Long.parseLong(digits);
            }
        };
    }

    /** Signed little-endian number of so many bytes, at most eight. */
    long integer(long length) {
        byte[] littleEndian = bytes(length);
        if (littleEndian.length > Long.BYTES) {
            throw new IllegalArgumentException("an integer must have at most 8 bytes but has " + littleEndian.length);
        }
        long value = 0;
        for (int i = littleEndian.length - 1; i >= 0; i--) {
            value = value << Byte.SIZE | littleEndian[i] & 0xff;
        }
        boolean negative = littleEndian.length > 0 && littleEndian[littleEndian.length - 1] < 0;
        return negative && littleEndian.length < Long.BYTES ? value - (1L << Byte.SIZE * littleEndian.length) : value;
    }
}
