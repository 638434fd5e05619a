package dev.mnistscorer.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Finds the pixels that are not zero in at least one of {@link Kernel#ROWS} images: eight pixels at a time, without a
 * branch for each, because such branches would be mispredicted.
 */
final class VectorNonZeroColumns {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WIDTH = Long.BYTES;

    // Half of the eight positions at a time: vectors of this length are fast on every machine.
    private static final VectorSpecies<Integer> QUAD = IntVector.SPECIES_128;

    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** Multiplying by this gathers the lowest bits of eight bytes in the highest byte. */
    private static final long GATHER = 0x0102040810204080L;

    /** {@code [byte, 8]}, row-major: the positions of the ones in each byte, from the lowest on, then padding. */
    private static final int[] POSITIONS = positions();

    private int[] columns = new int[0];

    private static int[] positions() {
        int[] positions = new int[(1 << WIDTH) * WIDTH];
        for (int bits = 0; bits < 1 << WIDTH; bits++) {
            int count = 0;
            for (int position = 0; position < WIDTH; position++) {
                if ((bits >> position & 1) == 1) {
                    positions[bits * WIDTH + count++] = position;
                }
            }
        }
        return positions;
    }

    /** The columns that were found last, in rising order; values beyond the count that was returned are meaningless. */
    int[] columns() {
        return columns;
    }

    /** Searches the images that begin at {@code from}, {@code length} pixels each, and returns the number of columns. */
    int find(byte[] pixels, int from, int length) {
        if (columns.length < length + WIDTH) {
            columns = new int[length + WIDTH];
        }
        int[] found = columns;
        int count = 0;
        int column = 0;
        for (; column + WIDTH <= length; column += WIDTH) {
            int at = from + column;
            long any = (long) LONGS.get(pixels, at)
                    | (long) LONGS.get(pixels, at + length)
                    | (long) LONGS.get(pixels, at + 2 * length)
                    | (long) LONGS.get(pixels, at + 3 * length);
            if (any != 0) {
                long bits = ((any & LOW_BITS) + LOW_BITS | any) & HIGH_BITS;
                int ones = (int) ((bits >>> 7) * GATHER >>> 56);
                int positions = ones * WIDTH;
                IntVector.fromArray(QUAD, POSITIONS, positions).add(column).intoArray(found, count);
                IntVector.fromArray(QUAD, POSITIONS, positions + QUAD.length())
                        .add(column)
                        .intoArray(found, count + QUAD.length());
                count += Long.bitCount(bits);
            }
        }
        for (; column < length; column++) {
            int at = from + column;
            found[count] = column;
            int any = pixels[at] | pixels[at + length] | pixels[at + 2 * length] | pixels[at + 3 * length];
            count += any == 0 ? 0 : 1;
        }
        return count;
    }
}
