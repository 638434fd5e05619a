package dev.mnistscorer.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * A file that takes the place of one of its name, if there is one, so that a reader finds the old content or the new one at
 * each moment: by a rename that replaces, or, on a store of objects, by one that is there when all of it is written.
 */
public final class FileReplacement {
    /** Schemes of file systems on which {@link FileContext} replaces a file by one rename. */
    private static final Set<String> REPLACING = Set.of("hdfs", "viewfs");

    private final FileSystem fileSystem;
    private final Path file;
    private final byte[] content;
    private final Path unfinished;
    private final boolean renamed;

    private FileReplacement(FileSystem fileSystem, Path file, byte[] content) throws IOException {
        // Without the checksum of Hadoop, which would be replaced in a step of its own.
        this.fileSystem = fileSystem instanceof LocalFileSystem local ? local.getRawFileSystem() : fileSystem;
        this.file = fileSystem.makeQualified(file);
        this.content = content;
        this.renamed = isLocal() || REPLACING.contains(fileSystem.getUri().getScheme());
        this.unfinished = new Path(this.file.getParent(), "_" + file.getName() + "." + UUID.randomUUID());
        if (renamed) {
            write(unfinished, false);
        }
    }

    /**
     * Writes the content under a name that readers do not look at, where that can be renamed.
     *
     * @throws IOException if it cannot be written
     */
    public static FileReplacement stage(FileSystem fileSystem, Path file, byte[] content) throws IOException {
        return new FileReplacement(fileSystem, file, content);
    }

    /**
     * Puts the content in the place.
     *
     * @throws IOException if it could not be done
     */
    public void commit() throws IOException {
        if (!renamed) {
            write(file, true);
            return;
        }
        try {
            replace();
        } catch (IOException e) {
            discard();
            throw e;
        }
    }

    private void replace() throws IOException {
        if (fileSystem instanceof RawLocalFileSystem local) {
            // One that Hadoop wrote is of the old content.
            fileSystem.delete(new Path(file.getParent(), "." + file.getName() + ".crc"), false);
            Files.move(
                    local.pathToFile(unfinished).toPath(),
                    local.pathToFile(file).toPath(),
                    StandardCopyOption.ATOMIC_MOVE);
        } else {
            FileContext.getFileContext(fileSystem.getUri(), fileSystem.getConf())
                    .rename(unfinished, file, Options.Rename.OVERWRITE);
        }
    }

    /** Removes what was staged and not committed. */
    public void discard() throws IOException {
        if (renamed) {
            fileSystem.delete(unfinished, false);
        }
    }

    private boolean isLocal() {
        return fileSystem instanceof RawLocalFileSystem;
    }

    private void write(Path path, boolean overwrite) throws IOException {
        try (OutputStream out = fileSystem.create(path, overwrite)) {
            out.write(content);
        }
    }
}
