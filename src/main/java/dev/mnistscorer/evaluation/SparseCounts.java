package dev.mnistscorer.evaluation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Serialised form of counts most of which are zero: the distance to the next other one, and that one, in few bytes. */
final class SparseCounts {
    private static final int DIGIT_BITS = 7;
    private static final int DIGIT = (1 << DIGIT_BITS) - 1;
    private static final int MORE = 1 << DIGIT_BITS;

    private SparseCounts() {}

    /** Writes counts, none of them negative. */
    static void write(long[] counts, DataOutput out) throws IOException {
        int last = -1;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 0) {
                writeNumber(i - last, out);
                writeNumber(counts[i], out);
                last = i;
            }
        }
        writeNumber(0, out);
    }

    /** Reads counts that {@link #write} has written into an array of zeros. */
    static void read(long[] counts, DataInput in) throws IOException {
        int at = -1;
        for (long distance = readNumber(in); distance != 0; distance = readNumber(in)) {
            at += (int) distance;
            counts[at] = readNumber(in);
        }
    }

    private static void writeNumber(long number, DataOutput out) throws IOException {
        long left = number;
        for (; left > DIGIT; left >>>= DIGIT_BITS) {
            out.writeByte((int) (left & DIGIT) | MORE);
        }
        out.writeByte((int) left);
    }

    private static long readNumber(DataInput in) throws IOException {
        long number = 0;
        int shift = 0;
        int read = in.readUnsignedByte();
        for (; read >= MORE; read = in.readUnsignedByte(), shift += DIGIT_BITS) {
            number |= (long) (read & DIGIT) << shift;
        }
        return number | (long) read << shift;
    }
}
