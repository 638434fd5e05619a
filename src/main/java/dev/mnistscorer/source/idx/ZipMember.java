package dev.mnistscorer.source.idx;

import dev.mnistscorer.source.FileVersion;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * A member of a {@code .npz} file.
 *
 * @param member name without {@code .npy}
 * @param header position of its local header
 * @param compressed length in the file
 * @param length unpacked length
 * @param deflated true if it is compressed
 * @param checksum CRC-32 of the unpacked bytes, which is compared where all of a compressed member is read
 */
record ZipMember(
        FileVersion version, String member, long header, long compressed, long length, boolean deflated, long checksum)
        implements ArrayContent {
    private static final long serialVersionUID = 1L;
    private static final int LOCAL_HEADER = 30;
    private static final int LOCAL_SIGNATURE = 0x504b0304;
    private static final int NAME_LENGTH = 26;

    @Override
    public String name() {
        return version.path() + ", member " + member;
    }

    @Override
    public String compression() {
        return deflated ? "compressed " : "";
    }

    @Override
    public boolean isSplittable() {
        return !deflated;
    }

    @Override
    public InputStream from(long from, FSDataInputStream in) throws IOException {
        in.seek(header);
        byte[] local = in.readNBytes(LOCAL_HEADER);
        if (local.length < LOCAL_HEADER || ByteBuffer.wrap(local).getInt() != LOCAL_SIGNATURE) {
            throw new ZipException("no member at byte " + header);
        }
        long start = header
                + LOCAL_HEADER
                + ZipDirectory.unsigned2(local, NAME_LENGTH)
                + ZipDirectory.unsigned2(local, NAME_LENGTH + 2);
        if (start + compressed > version.length()) {
            throw new EOFException("the member ends after the file");
        }
        if (deflated) {
            in.seek(start);
            InputStream unpacked = new InflatedMember(new SectionStream(in, compressed), checksum);
            unpacked.skipNBytes(from);
            return unpacked;
        }
        in.seek(start + from);
        return new SectionStream(in, compressed - from);
    }

    @Override
    public LongFunction<OptionalLong> length(FSDataInputStream in) {
        return expected -> OptionalLong.of(length);
    }
}
