package dev.mnistscorer.weights.numpy;

import dev.mnistscorer.file.NpyHeader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Format of {@code .npy} files (numpy.lib.format): magic, version, length of the header, header as a Python dict,
 * elements.
 */
final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;

    private Npy() {}

    /** Returns an array of floats. */
    static NdArray read(String name, byte[] bytes) {
        NpyHeader header = NpyHeader.parse(name, bytes);
        NdArray array = new NdArray();
        array.set(header.shape(), new NdType(header.type()), header.fortran(), data(header, bytes));
        return array;
    }

    /** Returns the content of an array of unsigned bytes. */
    static byte[] bytes(String name, byte[] bytes) {
        NpyHeader header = NpyHeader.parse(name, bytes);
        if (!header.type().equals("|u1")) {
            throw new IllegalArgumentException(name + " must hold bytes (|u1) but holds " + header.type());
        }
        return data(header, bytes);
    }

    private static byte[] data(NpyHeader header, byte[] bytes) {
        return Arrays.copyOfRange(bytes, header.length(), bytes.length);
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
