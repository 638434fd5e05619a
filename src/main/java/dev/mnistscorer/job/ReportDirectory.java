package dev.mnistscorer.job;

import dev.mnistscorer.error.BadInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A directory for small files, on any file system that Hadoop knows. A reader sees a file whole or not at all. */
final class ReportDirectory {
    private final FileSystem fileSystem;
    private final Path directory;

    /**
     * Looks whether files can go there.
     *
     * @throws BadInputException if they cannot
     */
    ReportDirectory(String uri, Configuration configuration) {
        try {
            directory = new Path(uri);
            fileSystem = directory.getFileSystem(configuration);
            if (fileSystem.exists(directory)
                    && !fileSystem.getFileStatus(directory).isDirectory()) {
                throw new BadInputException("Cannot write to " + uri + ": it is a file, not a directory");
            }
        } catch (IOException | IllegalArgumentException e) {
            throw BadInputException.cannot("write to", uri, e);
        }
    }

    /**
     * The directory that a file is to stand in.
     *
     * @throws BadInputException if files cannot go there
     */
    static ReportDirectory of(Path file, Configuration configuration) {
        Path parent = file.getParent();
        return new ReportDirectory(parent == null ? "." : parent.toString(), configuration);
    }

    /** Writes a file, in the place of one with that name. */
    void write(String name, String content) throws IOException {
        write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file, in the place of one with that name. */
    void write(String name, byte[] content) throws IOException {
        Path file = new Path(directory, name);
        Path unfinished = new Path(directory, "_" + name + ".unfinished");
        try (OutputStream out = fileSystem.create(unfinished, true)) {
            out.write(content);
        }
        fileSystem.delete(file, false);
        if (!fileSystem.rename(unfinished, file)) {
            throw new IOException("Cannot write " + file + ": the rename from " + unfinished + " was refused");
        }
    }
}
