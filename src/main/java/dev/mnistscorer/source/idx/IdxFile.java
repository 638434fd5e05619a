package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * One IDX file whose header and length have been checked.
 *
 * @param path where it is
 * @param gzip whether it is compressed; told by its first bytes, not by its name
 * @param header what it holds
 */
record IdxFile(String path, boolean gzip, IdxHeader header) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int GZIP_MAGIC_0 = 0x1f;
    private static final int GZIP_MAGIC_1 = 0x8b;
    private static final int GZIP_TRAILER = 8;
    private static final int GZIP_BUFFER = 1 << 16;
    private static final int SCAN_BUFFER = 1 << 16;

    /**
     * Reads the header of a file and holds the file's length against it.
     *
     * <p>The length of what a gzip file holds is not known without unpacking it. Its last four bytes give it modulo 2^32
     * if the file has one member, as almost all have. Only where they say something else is the file unpacked here.
     *
     * @throws BadInputException if the file cannot be read or is no IDX file of that kind
     */
    static IdxFile check(IdxHeader.Kind kind, FileStatus status, Configuration configuration) {
        Path path = status.getPath();
        try (FSDataInputStream in = path.getFileSystem(configuration).open(path)) {
            byte[] start = in.readNBytes(kind.headerLength());
            boolean gzip = start.length > 1 && (start[0] & 0xff) == GZIP_MAGIC_0 && (start[1] & 0xff) == GZIP_MAGIC_1;
            if (!gzip) {
                IdxFile file = new IdxFile(path.toString(), false, IdxHeader.parse(kind, path, start));
                file.checkLength(status.getLen());
                return file;
            }
            in.seek(0);
            IdxFile file =
                    new IdxFile(path.toString(), true, IdxHeader.parse(kind, path, unpackedStart(in, kind, path)));
            if (trailingLength(in, status.getLen()) != (int) file.header.fileLength()) {
                file.checkLength(file.unpackedLength(configuration));
            }
            return file;
        } catch (IOException e) {
            throw BadInputException.cannot("read", path, e);
        }
    }

    private static byte[] unpackedStart(FSDataInputStream in, IdxHeader.Kind kind, Path path) throws IOException {
        try {
            return new GZIPInputStream(in).readNBytes(kind.headerLength());
        } catch (EOFException | ZipException e) {
            throw BadInputException.in(
                    path, "the gzip data is cut off or damaged in the IDX header (%s)", e.getMessage());
        }
    }

    private static int trailingLength(FSDataInputStream in, long length) throws IOException {
        byte[] trailer = new byte[4];
        if (length < GZIP_TRAILER) {
            return 0;
        }
        in.readFully(length - trailer.length, trailer);
        return ByteBuffer.wrap(trailer).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    private void checkLength(long length) {
        if (length != header.fileLength()) {
            throw BadInputException.in(
                    path,
                    "%s must be %d bytes (%s) but %s %d",
                    gzip ? "the unpacked length" : "the length",
                    header.fileLength(),
                    header.arithmetic(),
                    length > header.fileLength() ? "is" : "is only",
                    length);
        }
    }

    private long unpackedLength(Configuration configuration) throws IOException {
        byte[] buffer = new byte[SCAN_BUFFER];
        long length = 0;
        try (InputStream in = open(configuration)) {
            for (int n; (n = in.read(buffer)) >= 0; ) {
                length += n;
                if (length > header.fileLength()) {
                    break;
                }
            }
        } catch (EOFException | ZipException e) {
            throw damaged(length, e);
        }
        return length;
    }

    /**
     * The items from {@code index} on.
     *
     * @throws BadInputException if the file is shorter or damaged
     */
    InputStream openAt(int index, Configuration configuration) throws IOException {
        InputStream in = open(configuration);
        try {
            long offset = header.offset(index);
            if (in instanceof FSDataInputStream seekable) {
                seekable.seek(offset);
            } else {
                in.skipNBytes(offset);
            }
            return in;
        } catch (EOFException | ZipException e) {
            in.close();
            throw damaged(header.offset(index), e);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private InputStream open(Configuration configuration) throws IOException {
        Path hadoopPath = new Path(path);
        FSDataInputStream in = hadoopPath.getFileSystem(configuration).open(hadoopPath);
        return gzip ? new GZIPInputStream(in, GZIP_BUFFER) : in;
    }

    /** Reads {@code count} items, of which the first is item {@code index}, into {@code items}. */
    void read(InputStream in, int index, int count, byte[] items) throws IOException {
        int wanted = count * header.itemLength();
        try {
            int got = in.readNBytes(items, 0, wanted);
            if (got < wanted) {
                throw BadInputException.in(
                        path,
                        "the file ended at byte %d while it was read, but byte %d is in item %d",
                        header.offset(index) + got,
                        header.offset(index + count) - 1,
                        index + count - 1);
            }
        } catch (EOFException | ZipException e) {
            throw damaged(header.offset(index), e);
        }
    }

    /** Checks that nothing follows the last item; for gzip that the checksum is right. */
    void checkEnd(InputStream in) throws IOException {
        try {
            if (in.read() >= 0) {
                throw BadInputException.in(
                        path,
                        "the file must end at byte %d (%s) but goes on",
                        header.fileLength(),
                        header.arithmetic());
            }
        } catch (EOFException | ZipException e) {
            throw damaged(header.fileLength(), e);
        }
    }

    private BadInputException damaged(long after, IOException cause) {
        return BadInputException.in(
                path,
                "the gzip data is cut off or damaged (%s) after byte %d of the %d that it must unpack to",
                BadInputException.reason(cause),
                after,
                header.fileLength());
    }
}
