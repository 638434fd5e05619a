package dev.mnistscorer.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Finds the pixels that are not zero in at least one of {@link Kernel#ROWS} images: eight pixels at a time, without a
 * branch for each, because which pixels are zero cannot be predicted.
 */
final class VectorNonZeroColumns {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WIDTH = Long.BYTES;

    // Half of the eight places at a time: vectors of this length are fast on every machine.
    private static final VectorSpecies<Integer> QUAD = IntVector.SPECIES_128;

    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** Multiplied by this the lowest bits of eight bytes come together in the highest byte. */
    private static final long TOGETHER = 0x0102040810204080L;

    /** The places of the ones in each byte, from the lowest on: 8 numbers a byte, the rest of no meaning. */
    private static final int[] PLACES = places();

    private int[] columns = new int[0];

    private static int[] places() {
        int[] places = new int[(1 << WIDTH) * WIDTH];
        for (int bits = 0; bits < 1 << WIDTH; bits++) {
            int count = 0;
            for (int place = 0; place < WIDTH; place++) {
                if ((bits >> place & 1) == 1) {
                    places[bits * WIDTH + count++] = place;
                }
            }
        }
        return places;
    }

    /** What was found last, in rising order; beyond the count that was returned without meaning. */
    int[] columns() {
        return columns;
    }

    /** Looks through the images that begin at {@code from}, {@code length} pixels each; returns how many columns it found. */
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
                int ones = (int) ((bits >>> 7) * TOGETHER >>> 56);
                int places = ones * WIDTH;
                IntVector.fromArray(QUAD, PLACES, places).add(column).intoArray(found, count);
                IntVector.fromArray(QUAD, PLACES, places + QUAD.length())
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
