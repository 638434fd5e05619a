package dev.mnistscorer.weights;

import dev.mnistscorer.error.BadInputException;
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

/** Reads whole files of any file system that Hadoop knows, and notices when they change meanwhile. */
final class Storage {
    private final String uri;
    private final Path path;
    private final FileSystem fileSystem;
    private final FileStatus status;

    /**
     * What is at a URI.
     *
     * @throws BadInputException if there is nothing, or it cannot be reached
     */
    Storage(String uri, Configuration configuration) {
        this.uri = uri;
        try {
            path = new Path(uri);
            fileSystem = path.getFileSystem(configuration);
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

    /** The bytes of the file. */
    byte[] bytes() {
        return bytes(uri, status);
    }

    /** Whether the directory holds an entry of this name. */
    boolean holds(String name) {
        try {
            return fileSystem.exists(new Path(path, name));
        } catch (IOException e) {
            throw BadInputException.cannot("read", uri, e);
        }
    }

    /** The files of the directory, and of directories in it as {@code a/b}, whose names are wanted. */
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
     * The bytes of a file beside this one.
     *
     * @param name without a path
     * @throws IllegalArgumentException if the name is a path, or that of something else than a regular file
     */
    byte[] beside(String name) {
        if (!name.matches("[^/\\\\:\\p{Cntrl}]{1,255}") || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("a file beside it must be named without a path but is " + name);
        }
        Path other = new Path(path.getParent(), name);
        try {
            // The status of a link itself, not of what it leads to.
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

    /** Links of the local file system, which Hadoop follows without a word. */
    private boolean leadsElsewhere(Path file) {
        URI location = fileSystem.makeQualified(file).toUri();
        return "file".equals(location.getScheme()) && Files.isSymbolicLink(Paths.get(location.getPath()));
    }

    private byte[] bytes(String name, FileStatus before) {
        if (before.getLen() > Limits.LARGEST_FILE) {
            throw BadInputException.in(
                    name, "a weights file must have at most %d bytes but has %d", Limits.LARGEST_FILE, before.getLen());
        }
        try (InputStream in = fileSystem.open(before.getPath())) {
            byte[] bytes = in.readNBytes((int) Limits.LARGEST_FILE);
            FileStatus after = fileSystem.getFileStatus(before.getPath());
            if (bytes.length != before.getLen()
                    || after.getLen() != before.getLen()
                    || after.getModificationTime() != before.getModificationTime()) {
                throw BadInputException.in(name, "the file must not change while it is read but did; try again");
            }
            return bytes;
        } catch (IOException e) {
            throw BadInputException.cannot("read", name, e);
        }
    }
}
