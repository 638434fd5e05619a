package dev.mnistscorer.source.idx;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** Unpacks a compressed member of a zip file, whose checksum is compared at its end. */
final class InflatedMember extends InputStream {
    private static final int BUFFER = 1 << 16;

    private final Inflater inflater = new Inflater(true);
    private final CheckedInputStream in;
    private final long checksum;

    InflatedMember(InputStream compressed, long checksum) {
        this.in = new CheckedInputStream(new InflaterInputStream(compressed, inflater, BUFFER), new CRC32());
        this.checksum = checksum;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int read = in.read(to, offset, length);
        if (read < 0 && in.getChecksum().getValue() != checksum) {
            throw new ZipException("the checksum is wrong");
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
