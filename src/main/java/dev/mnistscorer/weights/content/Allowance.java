package dev.mnistscorer.weights.content;

/** Bytes that the content of a file may still expand to while it is interpreted. */
public final class Allowance {
    private final long total;
    private long left;

    /** Allows the expansion of a file of {@code length} bytes. */
    public Allowance(long length) {
        total = Limits.expanded(length);
        left = total;
    }

    /**
     * Takes bytes from the allowance, before they are allocated.
     *
     * @param what what they are for, for messages
     * @throws IllegalArgumentException if they are more than is left
     */
    public void take(long bytes, String what) {
        if (bytes > left) {
            throw new IllegalArgumentException(
                    "the file must expand to at most " + total + " bytes but expands to more at " + what);
        }
        left -= bytes;
    }

    /** Takes the bytes of a factor and a shift for each of {@code width} numbers. */
    public void takeScaling(long width, String what) {
        take(Math.multiplyExact(2L * Double.BYTES, width), what);
    }
}
