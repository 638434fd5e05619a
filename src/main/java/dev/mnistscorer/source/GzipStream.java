package dev.mnistscorer.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Decompresses a gzip file (RFC 1952), which is a sequence of members and nothing else.
 *
 * <p>{@link java.util.zip.GZIPInputStream} ignores bytes after a member that are not a member themselves, and so would accept
 * a file that was damaged or mixed with another. Here they are an error.
 */
public final class GzipStream extends InputStream {
    private static final int BUFFER = 1 << 16;
    private static final int DEFLATE = 8;
    private static final int CHECKSUM = 1 << 1;
    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;

    private enum State {
        BEFORE_FIRST,
        IN_MEMBER,
        AFTER_MEMBER,
        ENDED
    }

    private State state = State.BEFORE_FIRST;

    /** Reads the compressed bytes from {@code in}, which is closed with this stream. */
    public GzipStream(InputStream in) {
        this.in = in;
    }

    /** Tests for the two bytes with which each gzip file begins. */
    public static boolean isGzip(byte[] start) {
        return start.length > 1 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (state != State.ENDED) {
            if (state == State.IN_MEMBER) {
                int count = inflate(to, offset, length);
                if (count > 0) {
                    checksum.update(to, offset, count);
                    return count;
                }
                endMember();
            } else {
                beginMember();
            }
        }
        return -1;
    }

    /** Returns the number of bytes that were decompressed, 0 at the end of the member. */
    private int inflate(byte[] to, int offset, int length) throws IOException {
        try {
            while (true) {
                int count = inflater.inflate(to, offset, length);
                if (count > 0 || inflater.finished()) {
                    return count;
                }
                if (!fill()) {
                    throw new EOFException("Unexpected end of ZLIB input stream");
                }
                inflater.setInput(buffer, 0, limit);
            }
        } catch (DataFormatException e) {
            throw new ZipException(e.getMessage());
        }
    }

    private void beginMember() throws IOException {
        if (state == State.BEFORE_FIRST) {
            readHeader();
        } else if (position == limit && !fill()) {
            state = State.ENDED;
            return;
        } else {
            try {
                readHeader();
            } catch (EOFException | ZipException e) {
                throw new ZipException("bytes follow its end that are no gzip data");
            }
        }
        inflater.reset();
        inflater.setInput(buffer, position, limit - position);
        checksum.reset();
        state = State.IN_MEMBER;
    }

    private void readHeader() throws IOException {
        checksum.reset();
        if (headerByte() != 0x1f || headerByte() != 0x8b) {
            throw new ZipException("Not in GZIP format");
        }
        if (headerByte() != DEFLATE) {
            throw new ZipException("Unsupported compression method");
        }
        int flags = headerByte();
        skipHeader(6);
        if ((flags & EXTRA) != 0) {
            skipHeader(headerByte() | headerByte() << 8);
        }
        for (int text : new int[] {NAME, COMMENT}) {
            while ((flags & text) != 0 && headerByte() != 0) {
                // Texts end with a zero byte and are of no use here.
            }
        }
        if ((flags & CHECKSUM) != 0) {
            int found = (int) checksum.getValue() & 0xffff;
            if ((headerByte() | headerByte() << 8) != found) {
                throw new ZipException("Corrupt GZIP header");
            }
        }
    }

    private void skipHeader(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            headerByte();
        }
    }

    private int headerByte() throws IOException {
        int value = nextByte();
        checksum.update(value);
        return value;
    }

    private void endMember() throws IOException {
        position = limit - inflater.getRemaining();
        long expectedChecksum = trailerWord();
        long expectedLength = trailerWord();
        if (expectedChecksum != checksum.getValue() || expectedLength != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new ZipException("Corrupt GZIP trailer");
        }
        state = State.AFTER_MEMBER;
    }

    private long trailerWord() throws IOException {
        return nextByte() | nextByte() << 8 | nextByte() << 16 | (long) nextByte() << 24;
    }

    private int nextByte() throws IOException {
        if (position == limit && !fill()) {
            throw new EOFException();
        }
        return buffer[position++] & 0xff;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
