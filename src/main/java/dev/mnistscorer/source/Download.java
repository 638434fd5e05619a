package dev.mnistscorer.source;

import dev.mnistscorer.error.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

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
     * Downloads files, each from the first host that has it.
     *
     * @throws IOException if no host has one of them; with the names of all that are still missing, and the reason of each
     *     host. Those before it stay.
     */
    public void fetch(List<NamedFile> files, Path directory) throws IOException {
        for (int i = 0; i < files.size(); i++) {
            Optional<String> reason = fetch(files.get(i), directory);
            if (reason.isPresent()) {
                throw new IOException(NamedFile.list(files.subList(i, files.size())) + " (" + reason.get() + ")");
            }
        }
    }

    /** Returns the reason of each host if none has the file, in short if it is the same. */
    private Optional<String> fetch(NamedFile file, Path directory) {
        List<String> reasons = new ArrayList<>();
        Set<String> causes = new HashSet<>();
        for (URI mirror : mirrors.apply(file)) {
            try {
                download(mirror, file, directory);
                return Optional.empty();
            } catch (IOException e) {
                String cause = isNoConnection(e) ? "no connection" : BadInputException.reason(e);
                causes.add(cause);
                reasons.add(mirror.getHost() + ": " + cause);
            }
        }
        boolean same = reasons.size() > 1 && causes.size() == 1;
        return Optional.of(String.join("; ", same ? causes : reasons));
    }

    private void download(URI mirror, NamedFile file, Path directory) throws IOException {
        HttpResponse<InputStream> answer = ask(mirror);
        try (InputStream in = new TimedStream(answer.body(), idle)) {
            if (answer.statusCode() != OK) {
                throw new IOException("HTTP status " + answer.statusCode());
            }
            store(in, answer.headers().firstValueAsLong("content-length").orElse(0), file, directory);
        }
    }

    private static boolean isNoConnection(IOException e) {
        return e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
    }

    /**
     * Copies files from another directory, compressed or not.
     *
     * @throws IOException if one is not there, or has other content; with the names of all that are not there. The others
     *     are copied.
     */
    public void copy(List<NamedFile> files, Path from, Path directory) throws IOException {
        List<NamedFile> missing = new ArrayList<>();
        for (NamedFile file : files) {
            Optional<Path> source = file.in(from);
            if (source.isPresent()) {
                copy(file, source.get(), directory);
            } else {
                missing.add(file);
            }
        }
        if (!missing.isEmpty()) {
            throw new IOException(NamedFile.list(missing) + " (not in " + from + ")");
        }
    }

    private void copy(NamedFile file, Path source, Path directory) throws IOException {
        try (InputStream in = Files.newInputStream(source)) {
            store(in, Files.size(source), file, directory, source.getFileName().toString());
        } catch (IOException e) {
            throw new IOException(source + " (" + BadInputException.reason(e) + ")", e);
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
            Optional<String> difference = file.difference(unfinished);
            if (difference.isPresent()) {
                throw new IOException(difference.get());
            }
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
}
