package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.file.NpyHeader;
import java.io.IOException;
import java.io.InputStream;

/** Format of an array: tells where its items are and what they are made of. */
interface ArrayFormat {
    /** Number of first bytes that tell the format. */
    int MAGIC = 8;

    /**
     * Reads a header.
     *
     * @param kind kind of the items that are expected
     * @param file for messages
     * @param start first bytes of the array: {@link #MAGIC}, or all if it has fewer
     * @param rest bytes that follow
     * @throws BadInputException if this is no header of an array of such items
     */
    ArrayHeader read(ArrayHeader.Kind kind, String file, byte[] start, InputStream rest) throws IOException;

    /** The format of an array that begins with {@code start}: IDX, unless it is another. */
    static ArrayFormat of(byte[] start) {
        return NpyHeader.isNpy(start) ? new NpyFormat() : new IdxFormat();
    }

    /**
     * Checks a dimension.
     *
     * @param where its place, for messages
     * @throws BadInputException if it is none that an array can have
     */
    static int dimension(String file, String where, long length) {
        if (length < 1 || length > Integer.MAX_VALUE) {
            throw BadInputException.in(
                    file, "dimension %s must be in 1..%d but was %d", where, Integer.MAX_VALUE, length);
        }
        return (int) length;
    }
}
