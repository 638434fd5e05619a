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
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/**
 * Brings files from the network or from a directory. A file is written under another name, checked, and renamed into
 * place: whoever looks sees it whole and right, or not at all.
 */
public final class Download {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int CHUNK = 1 << 16;
    private static final int BAR = 30;

    private final PrintStream progress;
    private final Function<NamedFile, List<URI>> mirrors;

    /** From the hosts that are known to have the files. */
    public Download(PrintStream progress) {
        this(progress, NamedFile::mirrors);
    }

    Download(PrintStream progress, Function<NamedFile, List<URI>> mirrors) {
        this.progress = progress;
        this.mirrors = mirrors;
    }

    /**
     * Downloads a file from the first host that has it.
     *
     * @throws IOException if no host has it; with what each said
     */
    public void fetch(NamedFile file, Path directory) throws IOException {
        List<String> reasons = new ArrayList<>();
        for (URI mirror : mirrors.apply(file)) {
            try {
                HttpResponse<InputStream> answer = ask(mirror);
                try (InputStream in = answer.body()) {
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
     * Takes a file from another directory, compressed or not.
     *
     * @throws IOException if it is not there, or is another
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
        Path unfinished = Files.createTempFile(directory, "." + name, ".part");
        try {
            try (OutputStream out = Files.newOutputStream(unfinished)) {
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

    /** Holds the raw bytes of a file against those that are known. */
    private static void check(Path path, NamedFile file) throws IOException {
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        long length = 0;
        try (InputStream in = new DigestInputStream(raw(path), sha256)) {
            byte[] chunk = new byte[CHUNK];
            for (int n; (n = in.read(chunk)) >= 0 && length <= file.length(); ) {
                length += n;
            }
        }
        String found = HexFormat.of().formatHex(sha256.digest());
        if (!found.equals(file.sha256())) {
            throw new IOException("the sha256 of the raw bytes must be " + file.sha256() + " but is " + found);
        }
    }

    private static InputStream raw(Path path) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(path), CHUNK);
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip ? new GZIPInputStream(in, CHUNK) : in;
    }
}
