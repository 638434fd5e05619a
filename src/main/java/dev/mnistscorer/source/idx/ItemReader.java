package dev.mnistscorer.source.idx;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;

/** Reads a section of the items of a file, one after the other, in chunks that stay in the second-level cache. */
final class ItemReader implements Closeable {
    private static final int CHUNK = 1 << 18;

    private final ArrayFile file;
    private final int to;
    private final Configuration configuration;
    private final InputStream in;
    private final int length;
    private final byte[] chunk;
    private final ByteBuffer view;
    private int next;
    private int chunkStart;
    private int chunkEnd;

    /** Opens a file at item {@code from}, to read up to item {@code to} (exclusive). */
    ItemReader(ArrayFile file, int from, int to, Configuration configuration) throws IOException {
        this.file = file;
        this.to = to;
        this.configuration = configuration;
        this.length = file.header().itemLength();
        this.chunk = new byte[length * Math.min(to - from, Math.max(1, CHUNK / length))];
        this.view = file.header().view(chunk);
        this.next = from;
        this.chunkEnd = from;
        this.in = file.openAt(from, configuration);
    }

    /** Reads the next item; returns the place of its first byte in {@link #items} and {@link #bytes}. */
    int next() throws IOException {
        if (next == chunkEnd) {
            int count = Math.min(chunk.length / length, to - next);
            file.read(in, next, count, chunk);
            chunkStart = next;
            chunkEnd = next + count;
        }
        int at = (next - chunkStart) * length;
        next++;
        return at;
    }

    /** The bytes of the items that are in memory. */
    byte[] bytes() {
        return chunk;
    }

    /** The same bytes, with the byte order of the elements. */
    ByteBuffer items() {
        return view;
    }

    /** Checks that the file ends where it must if all was read, and that it is still the version that was listed. */
    void finish() throws IOException {
        if (next == file.header().count()) {
            file.checkEnd(in);
        }
        close();
        file.version().requireCurrent(configuration);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
