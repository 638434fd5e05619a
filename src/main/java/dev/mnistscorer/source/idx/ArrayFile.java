package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.file.FileKind;
import dev.mnistscorer.source.FileVersion;
import dev.mnistscorer.source.GzipStream;
import dev.mnistscorer.source.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * A file of an array whose header and length have been checked.
 *
 * @param content place of the array; detected by the first bytes, not by the name
 * @param header type, number and size of the items
 */
record ArrayFile(ArrayContent content, ArrayHeader header) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int SCAN_BUFFER = 1 << 16;

    FileVersion version() {
        return content.version();
    }

    String path() {
        return version().path();
    }

    /** Name of the array in an archive; empty if it is none. */
    Optional<String> member() {
        return content instanceof ZipMember zipped ? Optional.of(zipped.member()) : Optional.empty();
    }

    /**
     * Reads the header of images and compares the length of the file with it.
     *
     * @param member array of an archive; empty: found by name
     * @throws BadInputException if the file cannot be read, has changed, or is no array of images
     */
    static ArrayFile images(InputFile listed, Optional<String> member, Configuration configuration) {
        return check(
                ArrayHeader.Kind.IMAGES,
                listed,
                (version, in) -> NpzMembers.read(version, in).images(member),
                member,
                configuration);
    }

    /** Reads the header of labels in the same way. */
    static ArrayFile labels(InputFile listed, ArrayFile images, Configuration configuration) {
        return check(
                ArrayHeader.Kind.LABELS,
                listed,
                (version, in) -> NpzMembers.read(version, in).labels(images.member()),
                Optional.empty(),
                configuration);
    }

    /** Finds an array in an archive. */
    private interface Choice {
        ZipMember of(FileVersion version, FSDataInputStream in) throws IOException;
    }

    private static ArrayFile check(
            ArrayHeader.Kind kind,
            InputFile listed,
            Choice choice,
            Optional<String> member,
            Configuration configuration) {
        FileVersion version = FileVersion.of(listed);
        try (FSDataInputStream in = version.open(configuration)) {
            byte[] start = in.readNBytes(FileKind.HEAD);
            boolean archive = FileKind.of(start).filter(FileKind.NPZ::equals).isPresent();
            if (member.isPresent() && !archive) {
                throw BadInputException.in(
                        version.path(), "--member must go with a .npz file but this is none: %s", member.get());
            }
            ArrayContent content = archive
                    ? choice.of(version, in)
                    : GzipStream.isGzip(start) ? new GzipFile(version) : new WholeFile(version);
            LongFunction<OptionalLong> length = content.length(in);
            ArrayFile file = new ArrayFile(content, header(kind, content, in));
            file.checkLength(length, configuration);
            return file;
        } catch (IOException e) {
            throw BadInputException.cannot("read", version.path(), e);
        }
    }

    private static ArrayHeader header(ArrayHeader.Kind kind, ArrayContent content, FSDataInputStream in)
            throws IOException {
        try (InputStream bytes = content.from(0, in)) {
            byte[] start = bytes.readNBytes(ArrayFormat.MAGIC);
            ArrayFormat format = ArrayFormat.of(start);
            if (format instanceof IdxFormat) {
                ForeignFile.refuse(content.name(), content instanceof GzipFile, start, bytes);
            }
            return format.read(kind, content.name(), start, bytes).checked(content.name());
        } catch (IOException e) {
            if (!ArrayContent.isDamage(e)) {
                throw e;
            }
            throw BadInputException.in(
                    content.name(),
                    "the %sdata is cut off or damaged in the header (%s)",
                    content.compression(),
                    e.getMessage());
        }
    }

    private void checkLength(LongFunction<OptionalLong> lengthFor, Configuration configuration) throws IOException {
        OptionalLong known = lengthFor.apply(header.fileLength());
        long length = known.isPresent() ? known.getAsLong() : unpackedLength(configuration);
        if (length != header.fileLength()) {
            throw BadInputException.in(
                    content.name(),
                    "%s must be %d bytes (%s) but %s %d",
                    content.compression().isEmpty() ? "the length" : "the unpacked length",
                    header.fileLength(),
                    header.arithmetic(),
                    length > header.fileLength() ? "is" : "is only",
                    length);
        }
    }

    /** Unpacks the file, up to the first byte that is too many. */
    private long unpackedLength(Configuration configuration) throws IOException {
        byte[] buffer = new byte[SCAN_BUFFER];
        long length = 0;
        try (InputStream in = content.open(0, configuration)) {
            for (int n; length <= header.fileLength() && (n = in.read(buffer)) >= 0; ) {
                length += n;
            }
        } catch (IOException e) {
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
        try {
            return content.open(header.offset(index), configuration);
        } catch (IOException e) {
            throw damaged(header.offset(index), e);
        }
    }

    /** Reads {@code count} items, of which the first is item {@code index}, into {@code items}. */
    void read(InputStream in, int index, int count, byte[] items) throws IOException {
        int wanted = Math.multiplyExact(count, header.itemLength());
        try {
            int got = in.readNBytes(items, 0, wanted);
            if (got < wanted) {
                throw BadInputException.in(
                        content.name(),
                        "the file ended at byte %d, in image %d, while it was read",
                        header.offset(index) + got,
                        index + got / header.itemLength());
            }
        } catch (IOException e) {
            throw damaged(header.offset(index), e);
        }
    }

    /** Checks that nothing follows the last item; for compressed data that the checksum is right. */
    void checkEnd(InputStream in) throws IOException {
        try {
            if (in.read() >= 0) {
                throw BadInputException.in(
                        content.name(),
                        "the file must end at byte %d (%s) but goes on",
                        header.fileLength(),
                        header.arithmetic());
            }
        } catch (IOException e) {
            throw damaged(header.fileLength(), e);
        }
    }

    /** The refusal of compressed data that is damaged; any other error is thrown as it is. */
    private BadInputException damaged(long after, IOException cause) throws IOException {
        if (!ArrayContent.isDamage(cause)) {
            throw cause;
        }
        return BadInputException.in(
                content.name(),
                "the %sdata is cut off or damaged (%s) after byte %d of the %d that it must unpack to%s",
                content.compression(),
                BadInputException.reason(cause),
                after,
                header.fileLength(),
                after < header.fileLength() ? ", in or after image " + header.indexAt(after) : "");
    }
}
