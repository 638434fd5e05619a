package dev.mnistscorer.image;

import java.util.Optional;

/** An encoding of pictures, told by the first bytes of a file. */
enum PictureFormat {
    /** Portable Network Graphics (ISO/IEC 15948). */
    PNG("png"),
    /** JPEG (ISO/IEC 10918-1). */
    JPEG("jpeg"),
    /** Graphics Interchange Format; its first frame. */
    GIF("gif"),
    /** Windows bitmap. */
    BMP("bmp");

    private static final long PNG_START = 0x89504e470d0a1a0aL;
    private static final long JPEG_START = 0xffd8ffL;
    private static final int JPEG_END = 0xffd9;
    private static final long GIF_START = 0x47494638L; // GIF8
    private static final long BMP_START = 0x424dL; // BM

    private final String reader;

    PictureFormat(String reader) {
        this.reader = reader;
    }

    /** Name of the format in {@code javax.imageio}. */
    String reader() {
        return reader;
    }

    /**
     * Tells whether a file of this format could be pixels that begin like it: a JPEG file is told by three bytes, and by the
     * marker at its end.
     */
    boolean mayBePixels(byte[] file) {
        return this == JPEG && ((file[file.length - 2] & 0xff) << Byte.SIZE | file[file.length - 1] & 0xff) != JPEG_END;
    }

    /**
     * The format of a file; empty if it is none of these.
     *
     * @param start the first eight bytes, big-endian
     * @param length number of bytes of the file
     */
    static Optional<PictureFormat> of(long start, int length) {
        if (start == PNG_START) {
            return Optional.of(PNG);
        }
        if (start >>> 40 == JPEG_START) {
            return Optional.of(JPEG);
        }
        if (start >>> 32 == GIF_START) {
            return Optional.of(GIF);
        }
        // Two bytes alone could be pixels: the length of the file follows them, little-endian.
        boolean bitmap = start >>> 48 == BMP_START && Integer.reverseBytes((int) (start >>> 16)) == length;
        return bitmap ? Optional.of(BMP) : Optional.empty();
    }
}
