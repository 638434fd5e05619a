package dev.mnistscorer.weights.content;

/**
 * Limits on the resources that a weights file may claim. Readers check lengths against the bytes present; these limits
 * cover what a small file can expand to, and keep what is read far below the heap.
 */
public final class Limits {
    /** Quotient of the heap and {@link #LARGEST_FILE}: the bytes are decoded, transposed and folded, each into a copy. */
    private static final int HEAP_PER_FILE = 8;

    /**
     * Maximum number of bytes of a weights file, of the files of a directory of weights together, and of what such a file
     * expands to: an eighth of the heap, and below the maximum length of a Java array.
     */
    public static final long LARGEST_FILE =
            Math.min(1L << 30, Runtime.getRuntime().maxMemory() / HEAP_PER_FILE);

    /**
     * Maximum ratio of unpacked or computed data to the length of the file. Trained floats hardly compress and 16-bit
     * floats double, so regular files stay far below.
     */
    public static final long LARGEST_EXPANSION = 100;

    /** Maximum length of a text in JSON, which takes up to forty times its length when parsed. */
    public static final int LARGEST_TEXT = 1 << 21;

    /** Maximum depth of groups, nested models and computed constants; regular files have fewer than ten levels. */
    public static final int DEEPEST = 32;

    /**
     * Maximum number of entries of a zip file, a directory or an HDF5 file; visiting each entry stays below a second.
     */
    public static final int MOST_ENTRIES = 10_000;

    /** Maximum length of the name of an array. */
    public static final int LONGEST_NAME = 1_000;

    /** Maximum number of inputs of a network: images of 1,024 × 1,024 pixels. */
    public static final int MOST_INPUTS = 1 << 20;

    /** Maximum number of units of a layer, so that a mini-batch of 100 images takes at most 26 MB a layer. */
    public static final int MOST_UNITS = 1 << 16;

    /** Maximum number of classes: labels are bytes, and metrics take 160 KB a class. */
    public static final int MOST_CLASSES = 256;

    private Limits() {}

    /**
     * Returns the number of bytes that a file of {@code length} bytes may expand to. Files below 1 KiB count as 1 KiB, so
     * that their tables fit.
     */
    public static long expanded(long length) {
        return expanded(length, LARGEST_FILE);
    }

    /** Returns {@link #expanded(long)} where a file may have at most {@code largest} bytes. */
    static long expanded(long length, long largest) {
        return Math.min(largest, Math.multiplyExact(LARGEST_EXPANSION, Math.max(length, 1 << 10)));
    }

    /**
     * Checks the length of a text that is to be parsed as JSON.
     *
     * @param what name of the text, for messages
     * @throws IllegalArgumentException if it is too long
     */
    public static void requireText(String what, long length) {
        if (length > LARGEST_TEXT) {
            throw new IllegalArgumentException(
                    what + " must have at most " + LARGEST_TEXT + " bytes but has " + length);
        }
    }
}
