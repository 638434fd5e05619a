package dev.mnistscorer.weights.content;

/**
 * What a file of weights may ask of whoever reads it. Each reader holds its lengths against the bytes that are there; these
 * bound what is left: what a small file can make large.
 */
public final class Limits {
    /** Bytes of a file: far above any dense network for images, and below what one Java array can hold. */
    public static final long LARGEST_FILE = 1L << 30;

    /**
     * By how much what is unpacked or computed from a file may exceed its length. Trained floats hardly deflate, 16-bit
     * floats double, and a small network in a file of much text stays below; what goes beyond was made to fill memory.
     */
    public static final long LARGEST_EXPANSION = 100;

    /** Levels of groups, models in models and constants of constants: real files have fewer than ten. */
    public static final int DEEPEST = 32;

    /** Entries of a zip file, a directory or an HDF5 file: what looking at each takes stays below a second. */
    public static final int MOST_ENTRIES = 10_000;

    private Limits() {}

    /** How many bytes may come of a file of {@code length} bytes; room for a small one's tables is always there. */
    public static long expanded(long length) {
        return Math.multiplyExact(LARGEST_EXPANSION, Math.max(length, 1 << 10));
    }
}
