package dev.mnistscorer.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Header of a {@code .npy} file of NumPy, in format versions 1 to 3: a magic, the version, the length of the header, and a
 * Python dict of three keys.
 *
 * @param type element type as NumPy writes it, as {@code <f4}
 * @param fortran true if the first index changes fastest
 * @param shape length of each dimension
 * @param length bytes before the first element
 */
public record NpyHeader(String type, boolean fortran, List<Long> shape, int length) {
    /** Number of first bytes of a file that tell how long its header is. */
    public static final int START = 12;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MOST_DIGITS = 18;
    private static final int LONGEST_HEADER = 1 << 16;
    private static final Pattern HEADER = Pattern.compile("\\s*\\{\\s*'descr':\\s*'([^']*)',\\s*'fortran_order':\\s*"
            + "(True|False),\\s*'shape':\\s*\\(([0-9,\\sL]*)\\),?\\s*\\}\\s*");
    private static final Pattern STRUCTURED = Pattern.compile("\\s*\\{\\s*'descr':\\s*\\[.*", Pattern.DOTALL);

    /** Copies the shape. */
    public NpyHeader {
        shape = List.copyOf(shape);
    }

    /** Tells whether bytes begin with the magic. */
    public static boolean isNpy(byte[] bytes) {
        return bytes.length >= MAGIC.length && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /**
     * Parses a header.
     *
     * @param name name of the array, for messages
     * @param bytes the file, or as many of its first bytes as {@link #extent} says
     * @throws IllegalArgumentException if they do not begin with a header
     */
    public static NpyHeader parse(String name, byte[] bytes) {
        if (!isNpy(bytes)) {
            throw new IllegalArgumentException(name + " must be a .npy file but is not");
        }
        if (bytes.length < START) {
            throw new IllegalArgumentException(
                    name + " must have a header of at least " + START + " bytes but ends after " + bytes.length);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long length = length(in);
        if (length > LONGEST_HEADER) {
            throw new IllegalArgumentException(
                    name + " must have a header of at most " + LONGEST_HEADER + " bytes but has " + length);
        }
        if (length > in.remaining()) {
            throw new IllegalArgumentException(String.format(
                    "%s must have a header of at most %d bytes, the bytes that are left, but has %d",
                    name, in.remaining(), length));
        }
        String text = new String(bytes, in.position(), (int) length, StandardCharsets.ISO_8859_1);
        Matcher header = HEADER.matcher(text);
        if (!header.matches()) {
            throw new IllegalArgumentException(
                    STRUCTURED.matcher(text).matches()
                            ? name + " must have elements of a plain type but is a structured array: " + text.strip()
                            : name + " must have a header with descr, fortran_order and shape but has " + text.strip());
        }
        List<Long> shape = Arrays.stream(header.group(3).split("[,\\sL]+"))
                .filter(digits -> !digits.isEmpty())
                .map(digits -> length(name, digits))
                .toList();
        return new NpyHeader(header.group(1), header.group(2).equals("True"), shape, in.position() + (int) length);
    }

    /** Number of bytes up to the end of the header that is declared, at most of the longest that is accepted. */
    public static int extent(byte[] start) {
        ByteBuffer in = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
        return (int) Math.min(length(in), LONGEST_HEADER) + in.position();
    }

    /** Reads the length of the header; the next byte is the first of it. */
    private static long length(ByteBuffer in) {
        int version = in.get(MAGIC.length);
        in.position(MAGIC.length + 2);
        return version == 1 ? in.getShort() & 0xffff : in.getInt() & 0xffffffffL;
    }

    private static long length(String name, String digits) {
        if (digits.length() > MOST_DIGITS) {
            throw new IllegalArgumentException(
                    name + " must have dimensions in 0.." + Integer.MAX_VALUE + " but has " + digits);
        }
        return Long.parseLong(digits);
    }
}
