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
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

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
     * Downloads files, each from the first host that has it, and an archive once for all that are in it.
     *
     * @param home the directory of named data
     * @throws IOException if no host has one of them; with the names of all that are still missing, and the reason of each
     *     host. Those before it stay.
     */
    public void fetch(List<NamedFile> files, Path home) throws IOException {
        Set<NamedFile> done = new HashSet<>();
        for (int i = 0; i < files.size(); i++) {
            NamedFile wanted = files.get(i).archive().orElse(files.get(i));
            Optional<String> reason = done.add(wanted) ? fetch(wanted, files, home) : Optional.empty();
            if (reason.isPresent()) {
                throw new IOException(NamedFile.list(files.subList(i, files.size())) + " (" + reason.get() + ")");
            }
        }
    }

    /** Returns the reason of each host if none has the file, in short if it is the same. */
    private Optional<String> fetch(NamedFile file, List<NamedFile> files, Path home) {
        List<String> reasons = new ArrayList<>();
        Set<String> causes = new HashSet<>();
        for (URI mirror : mirrors.apply(file)) {
            try {
                download(mirror, file, files, home);
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

    private void download(URI mirror, NamedFile file, List<NamedFile> files, Path home) throws IOException {
        HttpResponse<InputStream> answer = ask(mirror);
        try (InputStream in = new TimedStream(answer.body(), idle)) {
            if (answer.statusCode() != OK) {
                throw new IOException("HTTP status " + answer.statusCode());
            }
            long length = answer.headers().firstValueAsLong("content-length").orElse(0);
            store(new Incoming(in, length, file.storedName()), file, files, home);
        }
    }

    private static boolean isNoConnection(IOException e) {
        return e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
    }

    /**
     * Copies files from another directory, compressed or not, or out of their archive in it.
     *
     * @param home the directory of named data
     * @throws IOException if one is not there, or has other content; with the names of all that are not there. The others
     *     are copied.
     */
    public void copy(List<NamedFile> files, Path from, Path home) throws IOException {
        List<NamedFile> missing = new ArrayList<>();
        Set<NamedFile> done = new HashSet<>();
        for (NamedFile file : files) {
            NamedFile wanted =
                    file.find(from).isPresent() ? file : file.archive().orElse(file);
            Optional<Path> source = wanted.find(from);
            if (source.isEmpty()) {
                missing.add(file);
            } else if (done.add(wanted)) {
                copy(wanted, source.get(), files, home);
            }
        }
        if (!missing.isEmpty()) {
            throw new IOException(NamedFile.list(missing) + " (not in " + from + ")");
        }
    }

    private void copy(NamedFile file, Path source, List<NamedFile> files, Path home) throws IOException {
        try (InputStream in = Files.newInputStream(source)) {
            store(new Incoming(in, Files.size(source), source.getFileName().toString()), file, files, home);
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

    /**
     * A file on its way.
     *
     * @param in its bytes
     * @param length number of them; 0 if that is not known
     * @param name name under which it is stored
     */
    private record Incoming(InputStream in, long length, String name) {}

    private void store(Incoming incoming, NamedFile file, List<NamedFile> files, Path home) throws IOException {
        Path directory = file.directory(home);
        Files.createDirectories(directory);
        // Not createTempFile, which makes files that only their owner can read: executors may run as another user.
        Path unfinished = directory.resolve("." + incoming.name + "." + UUID.randomUUID() + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(unfinished, StandardOpenOption.CREATE_NEW)) {
                transfer(incoming.in, out, incoming.name, incoming.length);
            }
            Sha256Sums sums = new Sha256Sums(directory);
            Optional<String> difference = file.difference(unfinished, incoming.name, sums);
            if (difference.isPresent()) {
                throw new IOException(difference.get());
            }
            List<NamedFile> members = NamedSet.withArchives(files).stream()
                    .filter(member -> member.archive().equals(Optional.of(file)))
                    .toList();
            if (members.isEmpty()) {
                if (file.isRecorded()) {
                    sums.record(unfinished, incoming.name);
                }
                Files.move(unfinished, directory.resolve(incoming.name), StandardCopyOption.ATOMIC_MOVE);
            } else {
                unpack(unfinished, members, files, home);
            }
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private void unpack(Path archive, List<NamedFile> members, List<NamedFile> files, Path home) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (NamedFile member : members) {
                String name = member.storedName();
                ZipEntry entry = zip.stream()
                        .filter(candidate -> ("/" + candidate.getName()).endsWith("/" + name))
                        .findFirst()
                        .orElseThrow(() -> new IOException("the archive has no " + name));
                try (InputStream in = zip.getInputStream(entry)) {
                    store(new Incoming(in, entry.getSize(), name), member, files, home);
                }
            }
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
