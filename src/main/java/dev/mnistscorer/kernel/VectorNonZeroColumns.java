package dev.mnistscorer.kernel;

import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Lists the pixels that are not zero in at least one of {@link Kernel#ROWS} images, for one block of images after the other:
 * first as a mask of bits, without a branch for each pixel, because such branches would be mispredicted.
 *
 * <p>Vectors of {@code long} are used nowhere else: the compiler inlines their operations whatever other code makes of
 * vectors of {@code int} and {@code float}.
 */
final class VectorNonZeroColumns {
    private static final VectorSpecies<Byte> BYTES = VectorSpecies.of(byte.class, VectorKernel.FLOATS.vectorShape());
    private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, BYTES.vectorShape());

    /** Pixels in one vector, and bits in a mask: at most 64. */
    private static final int WIDTH = BYTES.length();

    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** Multiplying by this gathers the lowest bits of eight bytes in the highest byte. */
    private static final long GATHER = 0x0102040810204080L;

    private static final int GATHERED = Long.SIZE - Byte.SIZE;

    /** Places of the bits of each lane in the mask. */
    private static final LongVector PLACES = LongVector.zero(LONGS).addIndex(Byte.SIZE);

    /** Columns that are listed at once: a long run for each branch of the loop over the bits of a mask. */
    private static final int RUN = 8;

    private int[] columns = new int[0];
    private int count;

    /** Removes all lists. */
    void clear() {
        count = 0;
    }

    /** All lists, one after the other, each in rising order. */
    int[] columns() {
        return columns;
    }

    /** Appends the list of the block of images that begins at {@code from}; returns the end of the list. */
    int append(byte[] pixels, int from, int length) {
        if (columns.length < count + length + RUN) {
            columns = Arrays.copyOf(columns, Math.max(2 * columns.length, count + length + RUN));
        }
        int column = 0;
        for (; column + WIDTH <= length; column += WIDTH) {
            append(mask(pixels, from + column, length), column);
        }
        long rest = 0;
        for (int bit = 0; column + bit < length; bit++) {
            int at = from + column + bit;
            int any = pixels[at] | pixels[at + length] | pixels[at + 2 * length] | pixels[at + 3 * length];
            rest |= any == 0 ? 0 : 1L << bit;
        }
        append(rest, column);
        return count;
    }

    private static long mask(byte[] pixels, int at, int length) {
        LongVector any = ByteVector.fromArray(BYTES, pixels, at)
                .or(ByteVector.fromArray(BYTES, pixels, at + length))
                .or(ByteVector.fromArray(BYTES, pixels, at + 2 * length))
                .or(ByteVector.fromArray(BYTES, pixels, at + 3 * length))
                .reinterpretAsLongs();
        return any.and(LOW_BITS)
                .add(LOW_BITS)
                .or(any)
                .and(HIGH_BITS)
                .lanewise(VectorOperators.LSHR, Byte.SIZE - 1)
                .mul(GATHER)
                .lanewise(VectorOperators.LSHR, GATHERED)
                .lanewise(VectorOperators.LSHL, PLACES)
                .reduceLanes(VectorOperators.OR);
    }

    private void append(long mask, int column) {
        int end = count + Long.bitCount(mask);
        long left = mask;
        for (int at = count; at < end; at += RUN) {
            // Numbers beyond the end are overwritten by the next list, or not read.
            for (int k = 0; k < RUN; k++) {
                columns[at + k] = column + Long.numberOfTrailingZeros(left);
                left &= left - 1;
            }
        }
        count = end;
    }
}
