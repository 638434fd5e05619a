package dev.mnistscorer.weights;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.file.FileSystems;
import dev.mnistscorer.weights.content.Limits;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads regular files from any file system of Hadoop, and refuses those that change while they are read, or that are too
 * many or too long to be held in memory.
 */
final class Storage {
    private final String uri;
    private final Path path;
    private final FileSystem fileSystem;
    private final FileStatus status;
    private final long largest;
    private long held;

    /**
     * Looks up a URI.
     *
     * @throws BadInputException if nothing exists there, or it cannot be reached
     */
    Storage(String uri, Configuration configuration) {
        this(uri, configuration, Limits.LARGEST_FILE);
    }

    /** Looks up a URI of which all files that are read may have {@code largest} bytes together. */
    Storage(String uri, Configuration configuration, long largest) {
        this.uri = uri;
        this.largest = largest;
        try {
            path = new Path(uri);
            fileSystem = FileSystems.of(path, configuration);
            status = fileSystem.getFileStatus(path);
        } catch (FileNotFoundException e) {
            throw new BadInputException("Cannot read " + uri + ": no such file", e);
        } catch (IOException | IllegalArgumentException e) {
            throw BadInputException.cannot("read", uri, e);
        }
    }

    boolean isDirectory() {
        return status.isDirectory();
    }

    /** First bytes of the file, at most {@code length}. */
    byte[] head(int length) {
        requireRegular(uri, status);
        try (InputStream in = fileSystem.open(status.getPath())) {
            return in.readNBytes(length);
        } catch (IOException e) {
            throw BadInputException.cannot("read", uri, e);
        }
    }

    /** Content of the file. */
    byte[] bytes() {
        return bytes(uri, status);
    }

    /** Returns true if the directory has an entry of this name. */
    boolean holds(String name) {
        try {
            return fileSystem.exists(new Path(path, name));
        } catch (IOException e) {
            throw BadInputException.cannot("read", uri, e);
        }
    }

    /** Contents of the files below the directory whose relative paths, as {@code a/b}, are wanted. */
    Map<String, byte[]> files(Predicate<String> wanted) {
        Map<String, byte[]> files = new TreeMap<>();
        collect(path, "", wanted, files, 0);
        return files;
    }

    private void collect(Path directory, String prefix, Predicate<String> wanted, Map<String, byte[]> to, int depth) {
        try {
            FileStatus[] entries = fileSystem.listStatus(directory);
            if (entries.length > Limits.MOST_ENTRIES || depth > Limits.DEEPEST) {
                throw BadInputException.in(
                        uri, "a directory of weights must hold at most %d files", Limits.MOST_ENTRIES);
            }
            Arrays.sort(entries);
            for (FileStatus entry : entries) {
                String name = prefix + entry.getPath().getName();
                if (entry.isDirectory()) {
                    collect(entry.getPath(), name + "/", wanted, to, depth + 1);
                } else if (wanted.test(name)) {
                    to.put(name, bytes(entry.getPath().toString(), entry));
                }
            }
        } catch (IOException e) {
            throw BadInputException.cannot("read", uri, e);
        }
    }

    /**
     * Content of another file of the same directory.
     *
     * @param name name without a path
     * @throws IllegalArgumentException if the name has a path, or the file is not a regular one
     */
    byte[] beside(String name) {
        if (!name.matches("[^/\\\\:\\p{Cntrl}]{1,255}") || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("a file beside it must be named without a path but is " + name);
        }
        Path other = new Path(path.getParent(), name);
        try {
            // Status of a link itself, not of its target.
            FileStatus found = fileSystem.supportsSymlinks()
                    ? fileSystem.getFileLinkStatus(other)
                    : fileSystem.getFileStatus(other);
            if (!found.isFile() || found.isSymlink() || leadsElsewhere(other)) {
                throw new IllegalArgumentException(
                        "the file beside it, " + name + ", must be a regular file but is not");
            }
            return bytes(other.toString(), found);
        } catch (FileNotFoundException e) {
            throw new IllegalArgumentException("the file beside it, " + name + ", must exist but does not", e);
        } catch (IOException e) {
            throw BadInputException.cannot("read", other.toString(), e);
        }
    }

    /** Returns true for a link of the local file system, which Hadoop follows silently. */
    private boolean leadsElsewhere(Path file) {
        URI location = fileSystem.makeQualified(file).toUri();
        return "file".equals(location.getScheme()) && Files.isSymbolicLink(Paths.get(location.getPath()));
    }

    private byte[] bytes(String name, FileStatus before) {
        requireRegular(name, before);
        held += before.getLen();
        if (held > largest) {
            throw BadInputException.in(
                    name,
                    "weights must have at most %d bytes, an eighth of the memory of the driver, but have %d",
                    largest,
                    held);
        }
        try (InputStream in = fileSystem.open(before.getPath())) {
            byte[] bytes = new byte[(int) before.getLen()];
            boolean whole = in.readNBytes(bytes, 0, bytes.length) == bytes.length && in.read() < 0;
            FileStatus after = fileSystem.getFileStatus(before.getPath());
            if (!whole
                    || after.getLen() != before.getLen()
                    || after.getModificationTime() != before.getModificationTime()) {
                throw BadInputException.in(name, "the file must not change while it is read but did; try again");
            }
            return bytes;
        } catch (IOException e) {
            throw BadInputException.cannot("read", name, e);
        }
    }

    /** Checks that a file is none that a reader would wait for, or find endless: Hadoop takes a pipe for a file. */
    private void requireRegular(String name, FileStatus file) {
        URI location = fileSystem.makeQualified(file.getPath()).toUri();
        boolean local = "file".equals(location.getScheme());
        if (!file.isFile() || local && !Files.isRegularFile(Paths.get(location.getPath()))) {
            throw BadInputException.in(name, "weights must be in a regular file but are not");
        }
    }
}
