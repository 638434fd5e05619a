package dev.mnistscorer.weights.mllib;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** Bytes in memory as a file for Parquet. */
final class MemoryFile implements InputFile {
    private final byte[] bytes;

    MemoryFile(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long getLength() {
        return bytes.length;
    }

    @Override
    public SeekableInputStream newStream() {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        return new DelegatingSeekableInputStream(in) {
            @Override
            public long getPos() {
                return bytes.length - in.available();
            }

            @Override
            public void seek(long position) throws IOException {
                if (position < 0 || position > bytes.length) {
                    throw new EOFException("byte " + position + " is beyond the end of the file");
                }
                in.reset();
                in.skipNBytes(position);
            }
        };
    }
}
