package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * The header of an IDX file of unsigned bytes. The format is described on the MNIST page (yann.lecun.com/exdb/mnist): two
 * zero bytes, the element type, the number of dimensions, then each dimension as a 32-bit big-endian integer; the
 * elements follow, row-major.
 *
 * @param kind images or labels
 * @param count number of items, at least 1
 * @param height rows of pixels in an item (1 for labels)
 * @param width pixels in a row (1 for labels)
 */
record IdxHeader(Kind kind, int count, int height, int width) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int UNSIGNED_BYTE = 0x08;

    // Not all JVMs can make an array of Integer.MAX_VALUE bytes.
    private static final int LARGEST_ITEM = Integer.MAX_VALUE - 15;

    /** Kind of the items of a file, which fixes the number of its dimensions. */
    enum Kind {
        /** Count, height, width. */
        IMAGES(3, "count, height, width"),
        /** Count. */
        LABELS(1, "count");

        private final int rank;
        private final String dimensions;

        Kind(int rank, String dimensions) {
            this.rank = rank;
            this.dimensions = dimensions;
        }

        /** The number of bytes before the first item. */
        int headerLength() {
            return 4 + 4 * rank;
        }
    }

    /**
     * Reads a header.
     *
     * @param file for messages
     * @param start the first bytes of the file; fewer than the header has if the file is shorter
     * @throws BadInputException if this is no header of that kind
     */
    static IdxHeader parse(Kind kind, Object file, byte[] start) {
        if (start.length < 4) {
            throw BadInputException.in(
                    file, "an IDX file must begin with 4 bytes of magic but has %d bytes", start.length);
        }
        if (start[0] != 0 || start[1] != 0) {
            throw BadInputException.in(
                    file, "bytes 0 and 1 of an IDX file must be 00 00 but were %02x %02x", start[0], start[1]);
        }
        if (start[2] != UNSIGNED_BYTE) {
            throw BadInputException.in(
                    file, "the element type at byte 2 must be 08 (unsigned byte) but was %02x", start[2]);
        }
        if (start[3] != kind.rank) {
            throw BadInputException.in(
                    file,
                    "the number of dimensions at byte 3 must be %d (%s) for %s but was %d",
                    kind.rank,
                    kind.dimensions,
                    kind.name().toLowerCase(Locale.ROOT),
                    start[3] & 0xff);
        }
        if (start.length < kind.headerLength()) {
            throw BadInputException.in(
                    file, "the header must have %d bytes but the file has %d", kind.headerLength(), start.length);
        }
        ByteBuffer dimensions = ByteBuffer.wrap(start, 4, 4 * kind.rank);
        int[] lengths = new int[3];
        Arrays.fill(lengths, 1);
        for (int d = 0; d < kind.rank; d++) {
            lengths[d] = dimensions.getInt();
            if (lengths[d] < 1) {
                throw BadInputException.in(
                        file,
                        "dimension %d at byte %d must be in 1..%d but was %d",
                        d,
                        4 + 4 * d,
                        Integer.MAX_VALUE,
                        lengths[d] & 0xffffffffL);
            }
        }
        if ((long) lengths[1] * lengths[2] > LARGEST_ITEM) {
            throw BadInputException.in(
                    file, "an image must have at most %d pixels but has %d × %d", LARGEST_ITEM, lengths[1], lengths[2]);
        }
        return new IdxHeader(kind, lengths[0], lengths[1], lengths[2]);
    }

    /** The number of bytes of one item. */
    int itemLength() {
        return height * width;
    }

    /** The number of bytes that the whole file must have: below 2^62, as count and item length are below 2^31. */
    long fileLength() {
        return offset(count);
    }

    /** Position of the first byte of item {@code index}. */
    long offset(int index) {
        return kind.headerLength() + (long) index * itemLength();
    }

    /** Index of the item that has the byte at this position, or of the first for one in the header. */
    long indexAt(long position) {
        return Math.max(0, position - kind.headerLength()) / itemLength();
    }

    /** The sum that makes {@link #fileLength()}, for messages. */
    String arithmetic() {
        return kind == Kind.IMAGES
                ? String.format("%d + %d × %d × %d", kind.headerLength(), count, height, width)
                : String.format("%d + %d", kind.headerLength(), count);
    }
}
