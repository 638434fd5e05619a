package dev.mnistscorer.source;

import dev.mnistscorer.error.BadInputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Downloads files, or copies them from a directory. A file is written under a temporary name, checked, and renamed: readers see
 * all of it or nothing.
 */
public final class Download {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final int OK = 200;
    private static final int CHUNK = 1 << 16;
    private static final int BAR = 30;

    private final PrintStream progress;
    private final Function<NamedFile, List<URI>> mirrors;
    private final Duration idle;

    /** Downloads from the hosts that are known to have the files. */
    public Download(PrintStream progress) {
        this(progress, NamedFile::mirrors);
    }

    Download(PrintStream progress, Function<NamedFile, List<URI>> mirrors) {
        this(progress, mirrors, IDLE);
    }

    /** Gives up on a host that sends nothing for {@code idle}. */
    Download(PrintStream progress, Function<NamedFile, List<URI>> mirrors, Duration idle) {
        this.progress = progress;
        this.mirrors = mirrors;
        this.idle = idle;
    }

    /**
     * Downloads a file from the first host that has it.
     *
     * @throws IOException if no host has it; with the reason of each
     */
    public void fetch(NamedFile file, Path directory) throws IOException {
        List<String> reasons = new ArrayList<>();
        for (URI mirror : mirrors.apply(file)) {
            try {
                HttpResponse<InputStream> answer = ask(mirror);
                try (InputStream in = new TimedStream(answer.body(), idle)) {
                    if (answer.statusCode() != OK) {
                        throw new IOException("HTTP status " + answer.statusCode());
                    }
                    long length =
                            answer.headers().firstValueAsLong("content-length").orElse(0);
                    store(in, length, file, directory);
                }
                return;
            } catch (IOException e) {
                reasons.add(mirror.getHost() + ": " + BadInputException.reason(e));
            }
        }
        throw new IOException(file.storedName() + " could not be downloaded (" + String.join("; ", reasons) + ")");
    }

    /**
     * Copies a file from another directory, compressed or not.
     *
     * @throws IOException if it is not there or has other content
     */
    public void copy(NamedFile file, Path from, Path directory) throws IOException {
        Path source = file.names().stream()
                .map(from::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new IOException(from + " has no " + String.join(" or ", file.names())));
        try (InputStream in = Files.newInputStream(source)) {
            store(in, Files.size(source), file, directory, source.getFileName().toString());
        }
    }

    private static HttpResponse<InputStream> ask(URI mirror) throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        try {
            return client.send(
                    HttpRequest.newBuilder(mirror).timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void store(InputStream in, long length, NamedFile file, Path directory) throws IOException {
        store(in, length, file, directory, file.storedName());
    }

    private void store(InputStream in, long length, NamedFile file, Path directory, String name) throws IOException {
        Files.createDirectories(directory);
        // Not createTempFile, which makes files that only their owner can read: executors may run as another user.
        Path unfinished = directory.resolve("." + name + "." + UUID.randomUUID() + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(unfinished, StandardOpenOption.CREATE_NEW)) {
                transfer(in, out, name, length);
            }
            check(unfinished, file);
            Files.move(unfinished, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private void transfer(InputStream in, OutputStream out, String name, long length) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long done = 0;
        for (int n; (n = in.read(chunk)) >= 0; ) {
            out.write(chunk, 0, n);
            done += n;
            if (length > 0) {
                int filled = (int) (done * BAR / length);
                progress.printf(
                        Locale.ROOT,
                        "\r%-28s [%s%s] %3d %%",
                        name,
                        "=".repeat(filled),
                        " ".repeat(Math.max(0, BAR - filled)),
                        done * 100 / length);
            }
        }
        progress.println();
        if (length > 0 && done < length) {
            throw new IOException("the connection ended after " + done + " of " + length + " bytes");
        }
    }

    /** Compares the digest of the raw bytes with the known one. */
    private static void check(Path path, NamedFile file) throws IOException {
        MessageDigest sha256 = DigestUtils.getSha256Digest();
        long length = 0;
        try (InputStream in = new DigestInputStream(raw(path), sha256)) {
            byte[] chunk = new byte[CHUNK];
            for (int n; (n = in.read(chunk)) >= 0 && length <= file.length(); ) {
                length += n;
            }
        }
        String found = Hex.encodeHexString(sha256.digest());
        if (!found.equals(file.sha256())) {
            throw new IOException("the sha256 of the raw bytes must be " + file.sha256() + " but is " + found);
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
