package dev.mnistscorer.weights.pickle;

import java.util.List;

/**
 * Count of the characters, bytes and items that imported names are given, which bounds their work: a few opcodes can give
 * them the same large value again and again.
 */
final class UsedValues {
    /** NumPy uses the bytes of an array two or three times, as text, as bytes and in the state of the array. */
    private static final long MOST_PER_BYTE = 8;

    private static final long FEW = 1 << 20;

    private final long most;
    private long used;

    /** Counts for a pickle of {@code length} bytes. */
    UsedValues(int length) {
        most = FEW + MOST_PER_BYTE * length;
    }

    /**
     * Counts a value and, if it is a list, its items.
     *
     * @throws IllegalArgumentException if there were too many
     */
    void add(Object value) {
        used += elements(value);
        if (value instanceof List<?> items) {
            for (Object item : items) {
                used += elements(item);
            }
        }
        if (used > most) {
            throw new IllegalArgumentException("the pickle must use at most " + most
                    + " characters, bytes and items, counted each time, but uses more");
        }
    }

    private static long elements(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.length;
        }
        if (value instanceof String text) {
            return text.length();
        }
        return value instanceof List<?> items ? items.size() : 1;
    }
}
