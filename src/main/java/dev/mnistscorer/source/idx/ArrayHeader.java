package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the header of an array says: items of one type and size, one after the other, row-major.
 *
 * @param kind images or labels
 * @param type type of the elements
 * @param littleEndian byte order of the elements
 * @param start bytes before the first item
 * @param count number of items, at least 1
 * @param height rows of pixels in an item (1 for labels)
 * @param width pixels in a row; for labels the elements of one, of which the first is the class
 */
record ArrayHeader(Kind kind, ElementType type, boolean littleEndian, int start, int count, int height, int width)
        implements Serializable {
    private static final long serialVersionUID = 1L;
    // Not all JVMs can make an array of Integer.MAX_VALUE bytes.
    private static final int LARGEST_ITEM = Integer.MAX_VALUE - 15;

    /** Kind of the items of an array. */
    enum Kind {
        /** Pixels in rows. */
        IMAGES,
        /** Classes. */
        LABELS
    }

    /**
     * Checks the size of an item.
     *
     * @throws BadInputException if it is too large for an array of Java
     */
    ArrayHeader checked(String file) {
        if ((long) height * width > LARGEST_ITEM / type.size()) {
            throw BadInputException.in(
                    file,
                    "an image must have at most %d pixels but has %d × %d",
                    LARGEST_ITEM / type.size(),
                    height,
                    width);
        }
        return this;
    }

    /** Number of elements of an item. */
    int elements() {
        return Math.multiplyExact(height, width);
    }

    /** Number of bytes of one item. */
    int itemLength() {
        return elements() * type.size();
    }

    /** Number of bytes that the whole array must have: below 2^62, as count and item length are below 2^31. */
    long fileLength() {
        return offset(count);
    }

    /** Position of the first byte of item {@code index}. */
    long offset(int index) {
        return start + (long) index * itemLength();
    }

    /** Index of the item that has the byte at this position, or of the first for one in the header. */
    long indexAt(long position) {
        return Math.max(0, position - start) / itemLength();
    }

    /** A view of items with the byte order of the elements. */
    ByteBuffer view(byte[] items) {
        return ByteBuffer.wrap(items).order(littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    /** Tells whether two arrays hold items of the same size and type. */
    boolean isLike(ArrayHeader other) {
        return height == other.height && width == other.width && type.column().equals(other.type.column());
    }

    /** The sum that makes {@link #fileLength()}, for messages. */
    String arithmetic() {
        String item = kind == Kind.IMAGES ? " × " + height + " × " + width : width == 1 ? "" : " × " + width;
        return start + " + " + count + item + (type.size() == 1 ? "" : " × " + type.size());
    }

    /** Size and type of the items, for messages. */
    String described() {
        return height + " × " + width + (type == ElementType.U1 ? "" : " of " + type);
    }
}
