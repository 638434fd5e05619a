package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.FileVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * The directory at the end of a zip file (PKWARE's APPNOTE, 4.3.12 to 4.3.16), with the extensions for large files. Only
 * the arrays in it are taken. What is read is bounded, whatever the file says.
 */
final class ZipDirectory {
    private static final int END = 22;
    private static final int LONGEST_COMMENT = 1 << 16;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int LOCATOR = 20;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int LARGE_END = 56;
    private static final int ENTRY = 46;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int LARGEST_DIRECTORY = 1 << 20;
    private static final int ENCRYPTED = 1;
    private static final int DEFLATED = 8;
    private static final int LARGE_FIELD = 1;
    private static final long IN_LARGE_FIELD = 0xffffffffL;
    private static final String ENDING = ".npy";

    private final FileVersion version;
    private final FSDataInputStream in;

    private ZipDirectory(FileVersion version, FSDataInputStream in) {
        this.version = version;
        this.in = in;
    }

    /**
     * The arrays of a file, in its order.
     *
     * @throws BadInputException if the directory is missing or damaged, or a member is encrypted or of a compression that
     *     NumPy does not have
     */
    static List<ZipMember> arrays(FileVersion version, FSDataInputStream in) throws IOException {
        return new ZipDirectory(version, in).arrays();
    }

    private List<ZipMember> arrays() throws IOException {
        ByteBuffer directory = directory();
        List<ZipMember> arrays = new ArrayList<>();
        while (directory.remaining() >= ENTRY) {
            ByteBuffer entry = directory.slice().order(ByteOrder.LITTLE_ENDIAN);
            int variable = unsigned2(entry, 28) + unsigned2(entry, 30) + unsigned2(entry, 32);
            if (entry.getInt(0) != ENTRY_SIGNATURE || variable > entry.remaining() - ENTRY) {
                throw broken("its directory is damaged");
            }
            String name = name(entry);
            if (name.endsWith(ENDING)) {
                arrays.add(member(entry, name));
            }
            directory.position(directory.position() + ENTRY + variable);
        }
        return List.copyOf(arrays);
    }

    private static String name(ByteBuffer entry) {
        byte[] name = new byte[unsigned2(entry, 28)];
        entry.get(ENTRY, name);
        return new String(name, StandardCharsets.UTF_8);
    }

    private ZipMember member(ByteBuffer entry, String file) {
        String name = file.substring(0, file.length() - ENDING.length());
        int method = unsigned2(entry, 10);
        if ((unsigned2(entry, 8) & ENCRYPTED) != 0 || method != 0 && method != DEFLATED) {
            throw broken("member " + name + " is encrypted or of compression method " + method
                    + ", which numpy.savez does not write");
        }
        LargeFields fields = new LargeFields(entry);
        long length = fields.of(unsigned4(entry, 24));
        long compressed = fields.of(unsigned4(entry, 20));
        long header = fields.of(unsigned4(entry, 42));
        boolean outside = header < 0 || compressed < 0 || length < 0 || compressed > version.length() - header;
        if (outside || method == 0 && compressed != length) {
            throw broken("the place or the length of member " + name + " is wrong");
        }
        return new ZipMember(version, name, header, compressed, length, method == DEFLATED, unsigned4(entry, 16));
    }

    /** The numbers of an entry that do not fit into four bytes, in the order of their fields. */
    private final class LargeFields {
        private final ByteBuffer extra;

        LargeFields(ByteBuffer entry) {
            ByteBuffer fields = entry.slice(ENTRY + unsigned2(entry, 28), unsigned2(entry, 30))
                    .order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer found = ByteBuffer.allocate(0);
            while (fields.remaining() >= Integer.BYTES) {
                int id = fields.getShort();
                int length = Math.min(fields.getShort() & 0xffff, fields.remaining());
                if (id == LARGE_FIELD) {
                    found = fields.slice(fields.position(), length).order(ByteOrder.LITTLE_ENDIAN);
                }
                fields.position(fields.position() + length);
            }
            extra = found;
        }

        long of(long value) {
            if (value != IN_LARGE_FIELD) {
                return value;
            }
            if (extra.remaining() < Long.BYTES) {
                throw broken("its directory is damaged");
            }
            return extra.getLong();
        }
    }

    private ByteBuffer directory() throws IOException {
        int tailLength = (int) Math.min(version.length(), LOCATOR + END + LONGEST_COMMENT);
        long tailStart = version.length() - tailLength;
        ByteBuffer tail = at(tailStart, tailLength);
        int end = tailLength - END;
        while (end >= 0 && tail.getInt(end) != END_SIGNATURE) {
            end--;
        }
        if (end < 0) {
            throw broken("it is cut off: the directory at its end is missing");
        }
        long length = unsigned4(tail, end + 12);
        long start = unsigned4(tail, end + 16);
        int locator = end - LOCATOR;
        if (locator >= 0 && tail.getInt(locator) == LOCATOR_SIGNATURE) {
            long large = tail.getLong(locator + 8);
            requireInside(large, LARGE_END);
            ByteBuffer largeEnd = at(large, LARGE_END);
            length = largeEnd.getLong(40);
            start = largeEnd.getLong(48);
        }
        requireInside(start, length);
        if (length > LARGEST_DIRECTORY) {
            throw broken("its directory must have at most " + LARGEST_DIRECTORY + " bytes but has " + length);
        }
        return at(start, (int) length);
    }

    private void requireInside(long start, long length) {
        if (start < 0 || length < 0 || start > version.length() || length > version.length() - start) {
            throw broken("the place of its directory is wrong");
        }
    }

    private ByteBuffer at(long start, int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(start, bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private BadInputException broken(String reason) {
        return BadInputException.in(version.path(), "the zip file cannot be read: %s", reason);
    }

    static int unsigned2(byte[] bytes, int at) {
        return unsigned2(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), at);
    }

    private static int unsigned2(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & 0xffff;
    }

    private static long unsigned4(ByteBuffer bytes, int at) {
        return bytes.getInt(at) & IN_LARGE_FIELD;
    }
}
