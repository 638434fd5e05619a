package dev.mnistscorer.source;

import dev.mnistscorer.error.BadInputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.zip.ZipException;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Digest of a file that is known before it is downloaded.
 *
 * @param kind what it is the digest of
 * @param hex its hexadecimal digits
 * @param length number of bytes that it is the digest of; {@link Long#MAX_VALUE} if that is not known
 */
record KnownDigest(Kind kind, String hex, long length) {
    private static final int CHUNK = 1 << 16;

    /** Algorithm and bytes of a digest. */
    enum Kind {
        /** SHA-256 of the unpacked bytes: compressed copies differ from host to host. */
        RAW_SHA256("the sha256 of the raw bytes"),
        /** MD5 of the file as it is, the only digest that the publishers of some data sets give. */
        STORED_MD5("the md5");

        private final String description;

        Kind(String description) {
            this.description = description;
        }
    }

    static KnownDigest rawSha256(long length, String hex) {
        return new KnownDigest(Kind.RAW_SHA256, hex, length);
    }

    static KnownDigest storedMd5(String hex) {
        return new KnownDigest(Kind.STORED_MD5, hex, Long.MAX_VALUE);
    }

    /**
     * Compares a file with the digest.
     *
     * @return difference; empty if there is none
     * @throws IOException if the file cannot be read
     */
    Optional<String> difference(Path path) throws IOException {
        boolean raw = kind == Kind.RAW_SHA256;
        MessageDigest digest = raw ? DigestUtils.getSha256Digest() : DigestUtils.getMd5Digest();
        try (InputStream in = raw ? raw(path) : Files.newInputStream(path)) {
            update(digest, in);
        } catch (EOFException | ZipException e) {
            return Optional.of(BadInputException.reason(e));
        }
        String found = Hex.encodeHexString(digest.digest());
        return found.equals(hex)
                ? Optional.empty()
                : Optional.of(kind.description + " must be " + hex + " but is " + found);
    }

    private void update(MessageDigest digest, InputStream in) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long read = 0;
        for (int n; read <= length && (n = in.read(chunk)) >= 0; ) {
            digest.update(chunk, 0, n);
            read += n;
        }
    }

    private static InputStream raw(Path path) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(path), CHUNK);
        in.mark(2);
        boolean gzip = GzipStream.isGzip(in.readNBytes(2));
        in.reset();
        return gzip ? new GzipStream(in) : in;
    }
}
