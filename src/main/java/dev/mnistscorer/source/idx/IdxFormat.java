package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Format IDX, as the MNIST page describes it (yann.lecun.com/exdb/mnist): two zero bytes, the element type, the number of
 * dimensions, then each dimension as a 32-bit big-endian integer; the elements follow, big-endian and row-major.
 *
 * <p>QMNIST has labels of two dimensions: eight numbers of four bytes for each image, of which the first is the class.
 */
final class IdxFormat implements ArrayFormat {
    private static final int IMAGES_RANK = 3;

    @Override
    public ArrayHeader read(ArrayHeader.Kind kind, String file, byte[] start, InputStream rest) throws IOException {
        if (start.length < 4) {
            throw BadInputException.in(
                    file, "an IDX file must begin with 4 bytes of magic but has %d bytes", start.length);
        }
        if (start[0] != 0 || start[1] != 0) {
            throw BadInputException.in(
                    file, "bytes 0 and 1 of an IDX file must be 00 00 but were %02x %02x", start[0], start[1]);
        }
        ElementType type = ElementType.ofIdx(start[2])
                .orElseThrow(() -> BadInputException.in(
                        file, "the element type at byte 2 must be 08, 09, 0b, 0c, 0d or 0e but was %02x", start[2]));
        int rank = start[3] & 0xff;
        requireRank(kind, file, rank, type);
        int length = 4 + 4 * rank;
        byte[] header = Arrays.copyOf(start, Math.max(length, start.length));
        int found = start.length + rest.readNBytes(header, start.length, header.length - start.length);
        if (found < length) {
            throw BadInputException.in(file, "the header must have %d bytes but the file has %d", length, found);
        }
        int[] lengths = lengths(file, ByteBuffer.wrap(header, 4, 4 * rank), rank);
        return kind == ArrayHeader.Kind.IMAGES
                ? new ArrayHeader(kind, type, false, length, lengths[0], lengths[1], lengths[2])
                : new ArrayHeader(kind, type, false, length, lengths[0], 1, lengths[1]);
    }

    private static void requireRank(ArrayHeader.Kind kind, String file, int rank, ElementType type) {
        boolean images = kind == ArrayHeader.Kind.IMAGES;
        boolean columns = !images && rank == 2 && type == ElementType.I4;
        if (rank != (images ? IMAGES_RANK : 1) && !columns) {
            throw BadInputException.in(
                    file,
                    "the number of dimensions at byte 3 must be %s but was %d",
                    images ? "3 (count, height, width) for images" : "1 (count) for labels",
                    rank);
        }
    }

    private static int[] lengths(String file, ByteBuffer dimensions, int rank) {
        int[] lengths = new int[IMAGES_RANK];
        Arrays.fill(lengths, 1);
        for (int d = 0; d < rank; d++) {
            lengths[d] = ArrayFormat.dimension(file, d + " at byte " + (4 + 4 * d), dimensions.getInt() & 0xffffffffL);
        }
        return lengths;
    }
}
