package dev.mnistscorer.weights.numpy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Format of {@code .npy} files (numpy.lib.format): magic, version, length of the header, header as a Python dict,
 * elements.
 */
final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final int MOST_DIGITS = 18;
    private static final int LONGEST_HEADER = 1 << 16;
    private static final Pattern HEADER = Pattern.compile("\\s*\\{\\s*'descr':\\s*'([^']*)',\\s*'fortran_order':\\s*"
            + "(True|False),\\s*'shape':\\s*\\(([0-9,\\sL]*)\\),?\\s*\\}\\s*");

    private Npy() {}

    private record Parts(String type, boolean fortran, List<Long> shape, byte[] data) {}

    /** Returns an array of floats. */
    static NdArray read(String name, byte[] bytes) {
        Parts parts = parse(name, bytes);
        NdArray array = new NdArray();
        array.set(parts.shape, new NdType(parts.type), parts.fortran, parts.data);
        return array;
    }

    /** Returns the content of an array of unsigned bytes. */
    static byte[] bytes(String name, byte[] bytes) {
        Parts parts = parse(name, bytes);
        if (!parts.type.equals("|u1")) {
            throw new IllegalArgumentException(name + " must hold bytes (|u1) but holds " + parts.type);
        }
        return parts.data;
    }

    private static Parts parse(String name, byte[] bytes) {
        if (bytes.length < 12 || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IllegalArgumentException(name + " must be a .npy file but is not");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, MAGIC.length, bytes.length - MAGIC.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        int version = in.get();
        in.get();
        long length = version == 1 ? in.getShort() & 0xffff : in.getInt() & 0xffffffffL;
        if (length > in.remaining()) {
            throw new IllegalArgumentException(String.format(
                    "%s must have a header of at most %d bytes, the bytes that are left, but has %d",
                    name, in.remaining(), length));
        }
        if (length > LONGEST_HEADER) {
            throw new IllegalArgumentException(
                    name + " must have a header of at most " + LONGEST_HEADER + " bytes but has " + length);
        }
        String text = new String(bytes, in.position(), (int) length, StandardCharsets.ISO_8859_1);
        Matcher header = HEADER.matcher(text);
        if (!header.matches()) {
            throw new IllegalArgumentException(
                    name + " must have a header with descr, fortran_order and shape but has " + text.strip());
        }
        List<Long> shape = Arrays.stream(header.group(3).split("[,\\sL]+"))
                .filter(digits -> !digits.isEmpty())
                .map(digits -> length(name, digits))
                .toList();
        byte[] data = Arrays.copyOfRange(bytes, in.position() + (int) length, bytes.length);
        return new Parts(header.group(1), header.group(2).equals("True"), shape, data);
    }

    private static long length(String name, String digits) {
        if (digits.length() > MOST_DIGITS) {
            throw new IllegalArgumentException(
                    name + " must have dimensions in 0.." + Integer.MAX_VALUE + " but has " + digits);
        }
        return Long.parseLong(digits);
    }

    /** Returns an array as a {@code .npy} file. */
    static byte[] write(String type, int[] shape, byte[] data) {
        String lengths = Arrays.stream(shape).mapToObj(length -> length + ",").collect(Collectors.joining(" "));
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + lengths + "), }";
        int unpadded = MAGIC.length + 4 + header.length() + 1;
        String padded = header + " ".repeat(Math.floorMod(-unpadded, ALIGNMENT)) + "\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC);
        out.writeBytes(new byte[] {1, 0, (byte) padded.length(), (byte) (padded.length() >> Byte.SIZE)});
        out.writeBytes(padded.getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(data);
        return out.toByteArray();
    }
}
