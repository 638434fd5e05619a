package dev.mnistscorer.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * File {@code SHA256SUMS} of a directory, in the format of {@code sha256sum}: the digests of files as they were first
 * stored there.
 *
 * @param directory the directory
 */
record Sha256Sums(Path directory) {
    private static final String NAME = "SHA256SUMS";
    private static final String SEPARATOR = "  ";

    /** Compares a file with the digest that is recorded under a name; empty if there is no difference, or none recorded. */
    Optional<String> difference(Path file, String name) throws IOException {
        Optional<String> recorded = recorded(name);
        if (recorded.isEmpty()) {
            return Optional.empty();
        }
        String found = sha256(file);
        return found.equals(recorded.get())
                ? Optional.empty()
                : Optional.of("the sha256 must be " + recorded.get() + ", recorded in " + directory.resolve(NAME)
                        + " when the file was first stored, but is " + found);
    }

    /** Records the digest of a file under a name, unless there is one. */
    void record(Path file, String name) throws IOException {
        if (recorded(name).isPresent()) {
            return;
        }
        List<String> lines = new ArrayList<>(lines());
        lines.add(sha256(file) + SEPARATOR + name);
        Path unfinished = directory.resolve("." + NAME + "." + UUID.randomUUID() + ".part");
        try {
            Files.write(unfinished, lines);
            Files.move(unfinished, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private Optional<String> recorded(String name) throws IOException {
        return lines().stream()
                .filter(line -> line.endsWith(SEPARATOR + name))
                .map(line -> line.substring(0, line.length() - SEPARATOR.length() - name.length()))
                .findFirst();
    }

    private List<String> lines() throws IOException {
        Path file = directory.resolve(NAME);
        return Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return DigestUtils.sha256Hex(in);
        }
    }
}
