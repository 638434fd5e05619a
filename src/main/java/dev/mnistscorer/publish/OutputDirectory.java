package dev.mnistscorer.publish;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.file.FileReplacement;
import dev.mnistscorer.file.FileSystems;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A directory for small files, on any file system that Hadoop knows. A reader sees each file whole, the old one or the new
 * one; files that belong together are replaced by one writer at a time.
 */
public final class OutputDirectory {
    private static final String LOCK = "_lock";

    /** Far above what the files of a report take: a lock of that age belongs to a process that died. */
    private static final long LOCK_MILLIS = 10_000;

    private static final long LONGEST_WAIT_MILLIS = 3 * LOCK_MILLIS;
    private static final long POLL_MILLIS = 20;

    private final FileSystem fileSystem;
    private final Path directory;

    /**
     * A directory, which need not exist yet.
     *
     * @throws BadInputException if it is a file, or cannot be reached
     */
    public OutputDirectory(String uri, Configuration configuration) {
        try {
            directory = new Path(uri);
            fileSystem = FileSystems.of(directory, configuration);
            if (fileSystem.exists(directory)
                    && !fileSystem.getFileStatus(directory).isDirectory()) {
                throw new BadInputException("Cannot write to " + uri + ": it is a file, not a directory");
            }
        } catch (IOException | IllegalArgumentException e) {
            throw BadInputException.cannot("write to", uri, e);
        }
    }

    /**
     * The directory of a file.
     *
     * @throws BadInputException if it is a file, or cannot be reached
     */
    public static OutputDirectory of(Path file, Configuration configuration) {
        Path parent = file.getParent();
        // The parent of a bare name is a path without characters.
        return new OutputDirectory(
                parent == null || parent.toString().isEmpty() ? "." : parent.toString(), configuration);
    }

    /**
     * Makes sure, before work is spent, that files of these names can be written.
     *
     * @throws BadInputException if they cannot
     */
    public void requireWritable(Collection<String> names) {
        Path probe = new Path(directory, "_probe-" + UUID.randomUUID());
        try {
            fileSystem.create(probe, false).close();
            fileSystem.delete(probe, false);
            for (String name : names) {
                Path file = new Path(directory, name);
                if (fileSystem.exists(file) && fileSystem.getFileStatus(file).isDirectory()) {
                    throw new BadInputException("Cannot write to " + file + ": it is a directory, not a file");
                }
            }
        } catch (IOException e) {
            throw BadInputException.cannot("write to", directory, e);
        }
    }

    /** Writes a file in the place of one with that name. */
    public void write(String name, String content) throws IOException {
        write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file in the place of one with that name. */
    public void write(String name, byte[] content) throws IOException {
        FileReplacement.stage(fileSystem, new Path(directory, name), content).commit();
    }

    /** Writes files that belong together, and removes the {@code obsolete} ones of whoever wrote here before. */
    public void replace(Map<String, byte[]> files, Collection<String> obsolete) throws IOException {
        List<FileReplacement> staged = new ArrayList<>();
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                staged.add(FileReplacement.stage(fileSystem, new Path(directory, file.getKey()), file.getValue()));
            }
            Path lock = lock();
            try {
                for (String name : obsolete) {
                    Path file = new Path(directory, name);
                    if (status(file).filter(FileStatus::isFile).isPresent()) {
                        fileSystem.delete(file, false);
                    }
                }
                for (FileReplacement file : staged) {
                    file.commit();
                }
            } finally {
                fileSystem.delete(lock, false);
            }
        } catch (IOException e) {
            for (FileReplacement file : staged) {
                file.discard();
            }
            throw e;
        }
    }

    private Path lock() throws IOException {
        Path lock = new Path(directory, LOCK);
        long deadline = System.currentTimeMillis() + LONGEST_WAIT_MILLIS;
        while (true) {
            try {
                fileSystem.create(lock, false).close();
                return lock;
            } catch (IOException e) {
                Optional<FileStatus> held = status(lock);
                if (held.isPresent() && System.currentTimeMillis() - held.get().getModificationTime() > LOCK_MILLIS) {
                    fileSystem.delete(lock, false);
                } else if (System.currentTimeMillis() > deadline || !fileSystem.exists(directory)) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Optional<FileStatus> status(Path file) throws IOException {
        try {
            return Optional.of(fileSystem.getFileStatus(file));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Tells whether there is a file of this name. */
    public boolean holds(String name) throws IOException {
        return status(new Path(directory, name)).filter(FileStatus::isFile).isPresent();
    }

    /** Content of a file; empty if there is none of that name. */
    public Optional<byte[]> read(String name) throws IOException {
        return FileSystems.read(fileSystem, new Path(directory, name));
    }
}
