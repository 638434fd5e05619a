package dev.mnistscorer.file;

import dev.mnistscorer.error.BadInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.util.VersionInfo;

/** Finds the file system of a path. One whose classes are missing is reported with the way to add them. */
public final class FileSystems {
    /** Modules of Hadoop that are not part of Spark, by the scheme of the URIs that need them. */
    private static final Map<String, String> MODULES =
            Map.of("s3a", "hadoop-aws", "abfs", "hadoop-azure", "abfss", "hadoop-azure", "wasb", "hadoop-azure");

    private FileSystems() {}

    /**
     * Returns the file system of a path.
     *
     * @throws IOException if it cannot be reached, or its classes are missing
     */
    public static FileSystem of(Path path, Configuration configuration) throws IOException {
        try {
            return path.getFileSystem(configuration);
        } catch (UnsupportedFileSystemException e) {
            throw new IOException(e.getMessage() + remedy(path), e);
        } catch (NoClassDefFoundError e) {
            throw new IOException("class " + e.getMessage().replace('/', '.') + " is missing" + remedy(path), e);
        } catch (RuntimeException e) {
            if (BadInputException.root(e) instanceof ClassNotFoundException) {
                throw new IOException(
                        "class "
                                + BadInputException.root(e).getMessage().replaceAll("^Class | not found$", "")
                                + " is missing"
                                + remedy(path),
                        e);
            }
            throw e;
        }
    }

    /** The file or directory of a path, or what it matches as a glob. */
    public static FileStatus[] matches(Path path, FileSystem fileSystem) throws IOException {
        try {
            return new FileStatus[] {fileSystem.getFileStatus(path)};
        } catch (FileNotFoundException e) {
            FileStatus[] matches = fileSystem.globStatus(path);
            return matches == null ? new FileStatus[0] : matches;
        }
    }

    /** Content of a small file that another process may remove; empty if there is none. */
    public static Optional<byte[]> read(FileSystem fileSystem, Path file) throws IOException {
        try (InputStream in = fileSystem.open(file)) {
            return Optional.of(in.readAllBytes());
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    private static String remedy(Path path) {
        String module = MODULES.get(path.toUri().getScheme());
        String jar = module == null
                ? "--jars FILE.jar"
                : "--packages org.apache.hadoop:" + module + ":" + VersionInfo.getVersion();
        return "; add it with './submit.sh " + jar + " -- …'";
    }
}
