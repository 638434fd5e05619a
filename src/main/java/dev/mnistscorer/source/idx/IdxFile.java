package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.GzipStream;
import dev.mnistscorer.source.InputFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * An IDX file whose header and length have been checked.
 *
 * @param version the version that was checked, which is the one to read
 * @param gzip compressed; detected by the first bytes, not by the name
 * @param header number and size of the items
 */
record IdxFile(FileVersion version, boolean gzip, IdxHeader header) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int GZIP_TRAILER = 8;
    private static final int SCAN_BUFFER = 1 << 16;

    String path() {
        return version.path();
    }

    /**
     * Reads the header of a file and compares the length of the file with it.
     *
     * <p>The unpacked length of a gzip file is not known without unpacking it. The last four bytes are that length modulo
     * 2^32 if the file has one member, as almost all have. Only where they differ from what the header requires is the file
     * unpacked here.
     *
     * @throws BadInputException if the file cannot be read, has changed, or is no IDX file of that kind
     */
    static IdxFile check(IdxHeader.Kind kind, InputFile listed, Configuration configuration) {
        FileVersion version = FileVersion.of(listed);
        try (FSDataInputStream in = version.open(configuration)) {
            byte[] start = in.readNBytes(kind.headerLength());
            if (!GzipStream.isGzip(start)) {
                ForeignFile.refuse(version.path(), false, start, in);
                IdxFile file = new IdxFile(version, false, IdxHeader.parse(kind, version.path(), start));
                file.checkLength(version.length());
                return file;
            }
            int trailingLength = trailingLength(in, version.length());
            in.seek(0);
            IdxFile file =
                    new IdxFile(version, true, IdxHeader.parse(kind, version.path(), unpackedStart(kind, in, version)));
            if (trailingLength != (int) file.header.fileLength()) {
                file.checkLength(file.unpackedLength(configuration));
            }
            return file;
        } catch (IOException e) {
            throw BadInputException.cannot("read", version.path(), e);
        }
    }

    private static byte[] unpackedStart(IdxHeader.Kind kind, InputStream in, FileVersion version) throws IOException {
        try (GzipStream unpacked = new GzipStream(in)) {
            byte[] start = unpacked.readNBytes(kind.headerLength());
            ForeignFile.refuse(version.path(), true, start, unpacked);
            return start;
        } catch (EOFException | ZipException e) {
            throw BadInputException.in(
                    version.path(), "the gzip data is cut off or damaged in the IDX header (%s)", e.getMessage());
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
                    path(),
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
     * Opens the file at item {@code index}.
     *
     * @throws BadInputException if the file has changed, is shorter, or is damaged
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
        FSDataInputStream in = version.open(configuration);
        return gzip ? new GzipStream(in) : in;
    }

    /** Reads {@code count} items, of which the first is item {@code index}, into {@code items}. */
    void read(InputStream in, int index, int count, byte[] items) throws IOException {
        int wanted = count * header.itemLength();
        try {
            int got = in.readNBytes(items, 0, wanted);
            if (got < wanted) {
                throw BadInputException.in(
                        path(),
                        "the file ended at byte %d, in image %d, while it was read",
                        header.offset(index) + got,
                        index + got / header.itemLength());
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
                        path(),
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
                path(),
                "the gzip data is cut off or damaged (%s) after byte %d of the %d that it must unpack to%s",
                BadInputException.reason(cause),
                after,
                header.fileLength(),
                after < header.fileLength() ? ", in or after image " + header.indexAt(after) : "");
    }
}
