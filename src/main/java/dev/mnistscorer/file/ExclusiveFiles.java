package dev.mnistscorer.file;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Files of which one process of several creates each, by the exclusive step that a file system has. */
public final class ExclusiveFiles {
    /** Makes S3A of Hadoop 3.4.2 and later put an object on the condition that there is none; others ignore it. */
    private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";

    /** Two: who has the file may remove it between an attempt to create it and the look at it. */
    private static final int ATTEMPTS = 2;

    private ExclusiveFiles() {}

    /**
     * Creates a file, whose directory must exist, unless it is there. A part of the content that a failure leaves is removed.
     *
     * @param content content that no other process writes to the file, nor as the beginning of its own
     * @return false if it is there, of another process
     * @throws IOException if it cannot be created
     */
    public static boolean create(FileSystem fileSystem, Path file, byte[] content) throws IOException {
        IOException failure = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            boolean opened = false;
            try (OutputStream out = open(fileSystem, file)) {
                opened = true;
                out.write(content);
                return true;
            } catch (IOException e) {
                failure = e;
            }
            Optional<byte[]> found = FileSystems.read(fileSystem, file);
            if (opened && found.filter(part -> isPart(part, content)).isPresent()) {
                fileSystem.delete(file, false);
                throw failure;
            }
            if (found.isPresent()) {
                // A file system may have failed after it has written all.
                return Arrays.equals(found.get(), content);
            }
        }
        throw failure;
    }

    private static boolean isPart(byte[] found, byte[] content) {
        return found.length < content.length && Arrays.equals(found, Arrays.copyOf(content, found.length));
    }

    private static OutputStream open(FileSystem fileSystem, Path file) throws IOException {
        // Hadoop looks whether a local file exists, and creates it afterwards.
        if (fileSystem instanceof LocalFileSystem local) {
            return open(local.pathToFile(file), file);
        }
        if (fileSystem instanceof RawLocalFileSystem local) {
            return open(local.pathToFile(file), file);
        }
        FSDataOutputStreamBuilder<?, ?> created = fileSystem.createFile(file);
        created.overwrite(false).opt(CONDITIONAL, true);
        return created.build();
    }

    private static OutputStream open(File local, Path file) throws IOException {
        try {
            return Files.newOutputStream(local.toPath(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            throw new FileAlreadyExistsException(file + " exists");
        }
    }
}
