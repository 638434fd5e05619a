package dev.mnistscorer.source.idx;

import dev.mnistscorer.source.FileVersion;
import dev.mnistscorer.source.GzipStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.apache.hadoop.fs.FSDataInputStream;

/** What a gzip file unpacks to. */
record GzipFile(FileVersion version) implements ArrayContent {
    private static final long serialVersionUID = 1L;
    private static final int TRAILER = 8;

    @Override
    public String compression() {
        return "gzip ";
    }

    @Override
    public boolean isSplittable() {
        return false;
    }

    @Override
    public InputStream from(long from, FSDataInputStream in) throws IOException {
        in.seek(0);
        InputStream unpacked = new GzipStream(in);
        unpacked.skipNBytes(from);
        return unpacked;
    }

    /** The last four bytes are the length modulo 2^32 if the file has one member, as almost all have. */
    @Override
    public LongFunction<OptionalLong> length(FSDataInputStream in) throws IOException {
        int trailer = trailer(in);
        return expected -> trailer == (int) expected ? OptionalLong.of(expected) : OptionalLong.empty();
    }

    private int trailer(FSDataInputStream in) throws IOException {
        byte[] trailer = new byte[Integer.BYTES];
        if (version.length() < TRAILER) {
            return 0;
        }
        in.readFully(version.length() - trailer.length, trailer);
        return ByteBuffer.wrap(trailer).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }
}
