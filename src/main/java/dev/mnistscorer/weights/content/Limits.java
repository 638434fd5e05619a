package dev.mnistscorer.weights.content;

/**
 * Limits on the resources that a weights file may claim. Readers check lengths against the bytes present; these limits
 * cover what a small file can expand to.
 */
public final class Limits {
    /**
     * Maximum size of a file in bytes: far above any dense network for images, and below the maximum length of a Java
     * array.
     */
    public static final long LARGEST_FILE = 1L << 30;

    /**
     * Maximum ratio of unpacked or computed data to the length of the file. Trained floats hardly compress and 16-bit
     * floats double, so regular files stay far below.
     */
    public static final long LARGEST_EXPANSION = 100;

    /** Maximum depth of groups, nested models and computed constants; regular files have fewer than ten levels. */
    public static final int DEEPEST = 32;

    /**
     * Maximum number of entries of a zip file, a directory or an HDF5 file; visiting each entry stays below a second.
     */
    public static final int MOST_ENTRIES = 10_000;

    private Limits() {}

    /**
     * Returns the number of bytes that a file of {@code length} bytes may expand to. Files below 1 KiB count as 1 KiB, so
     * that their tables fit.
     */
    public static long expanded(long length) {
        return Math.multiplyExact(LARGEST_EXPANSION, Math.max(length, 1 << 10));
    }
}
