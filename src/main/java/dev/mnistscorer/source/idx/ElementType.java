package dev.mnistscorer.source.idx;

import dev.mnistscorer.file.Binary16;
import dev.mnistscorer.spark.MutableRow;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Type of the elements of an array, with its names in IDX and NumPy. */
enum ElementType {
    /** Unsigned byte. */
    U1(0x08, 1, DataTypes.BinaryType, (elements, at) -> elements.get(at) & 0xff),
    /** Signed byte. */
    I1(0x09, 1, DataTypes.createArrayType(DataTypes.IntegerType, false), ByteBuffer::get),
    /** Whole number of two bytes. */
    I2(0x0b, 2, DataTypes.createArrayType(DataTypes.IntegerType, false), ByteBuffer::getShort),
    /** Whole number of two bytes, unsigned. */
    U2(0, 2, DataTypes.createArrayType(DataTypes.IntegerType, false), (elements, at) -> elements.getShort(at) & 0xffff),
    /** Whole number of four bytes. */
    I4(0x0c, 4, DataTypes.createArrayType(DataTypes.IntegerType, false), ByteBuffer::getInt),
    /** Whole number of four bytes, unsigned. */
    U4(
            0,
            4,
            DataTypes.createArrayType(DataTypes.LongType, false),
            (elements, at) -> Integer.toUnsignedLong(elements.getInt(at))),
    /** Whole number of eight bytes. */
    I8(0, 8, DataTypes.createArrayType(DataTypes.LongType, false), ByteBuffer::getLong),
    /** Whole number of eight bytes, unsigned, of which a column of bigint holds those below 2^63. */
    U8(0, 8, DataTypes.createArrayType(DataTypes.LongType, false), (elements, at) -> unsigned(elements.getLong(at))),
    /** Number of two bytes. */
    F2(
            0,
            2,
            DataTypes.createArrayType(DataTypes.FloatType, false),
            (elements, at) -> Binary16.toFloat(elements.getShort(at))),
    /** Number of four bytes. */
    F4(0x0d, 4, DataTypes.createArrayType(DataTypes.FloatType, false), ByteBuffer::getFloat),
    /** Number of eight bytes. */
    F8(0x0e, 8, DataTypes.createArrayType(DataTypes.DoubleType, false), ByteBuffer::getDouble);

    private final int idx;
    private final int size;
    private final DataType column;
    private final Getter getter;

    /** Reads one element; a double holds all but the largest whole numbers of eight bytes. */
    private interface Getter {
        double get(ByteBuffer elements, int at);
    }

    /** A type; {@code idx} is 0 for one that IDX does not have. */
    ElementType(int idx, int size, DataType column, Getter getter) {
        this.idx = idx;
        this.size = size;
        this.column = column;
        this.getter = getter;
    }

    /** The type that byte 2 of an IDX file names; empty if it names none. */
    static Optional<ElementType> ofIdx(byte code) {
        return Arrays.stream(values())
                .filter(type -> type.idx != 0 && type.idx == code)
                .findFirst();
    }

    /** The type of a name of NumPy without its byte order; empty if it is another. */
    static Optional<ElementType> ofNumpy(String name) {
        return Arrays.stream(values())
                .filter(type -> type.toString().equals(name))
                .findFirst();
    }

    /** The names of all types in NumPy. */
    static String names() {
        return Arrays.stream(values()).map(ElementType::toString).collect(Collectors.joining(", "));
    }

    /** Bytes of an element. */
    int size() {
        return size;
    }

    /** Type of a column of images. */
    DataType column() {
        return column;
    }

    /** The element at a byte, rounded to the nearest double. */
    double get(ByteBuffer elements, int at) {
        return getter.get(elements, at);
    }

    /**
     * Sets a column to an array of {@code count} elements, of which the first begins at a byte.
     *
     * @throws ArithmeticException if one is a whole number that the type of the column does not hold
     */
    void set(MutableRow row, int to, ByteBuffer elements, int at, int count) {
        switch (this) {
            case I8 -> row.setLongs(to, count, i -> elements.getLong(at + i * size));
            case U8 -> row.setLongs(to, count, i -> signed(elements.getLong(at + i * size), i));
            default -> row.setNumbers(to, column, count, i -> getter.get(elements, at + i * size));
        }
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : 2.0 * (bits >>> 1 | bits & 1);
    }

    private static long signed(long bits, int i) {
        if (bits < 0) {
            throw new ArithmeticException("pixel " + i + " must be below 2^63 but was " + Long.toUnsignedString(bits));
        }
        return bits;
    }

    /** The name in NumPy. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
