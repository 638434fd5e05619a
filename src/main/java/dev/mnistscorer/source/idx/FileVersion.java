package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.file.FileSystems;
import dev.mnistscorer.source.InputFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * One version of a file: the one that was listed. What is read must be what the driver has recorded and checked, so a file
 * that has another length or time of modification by then is refused.
 */
record FileVersion(String path, long length, long modified) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final long SECOND = 1000;

    static FileVersion of(InputFile file) {
        return new FileVersion(file.path(), file.length(), file.modified());
    }

    /**
     * Opens the file.
     *
     * @throws BadInputException if it is another version
     */
    FSDataInputStream open(Configuration configuration) throws IOException {
        requireCurrent(configuration);
        Path file = new Path(path);
        FileSystem fileSystem = FileSystems.of(file, configuration);
        // The name of such a file's checksum file is no path to Hadoop: there is none that could be compared.
        boolean unchecked = file.getName().contains(":") && fileSystem instanceof ChecksumFileSystem;
        return unchecked ? ((ChecksumFileSystem) fileSystem).getRawFileSystem().open(file) : fileSystem.open(file);
    }

    /**
     * Compares the file with this version.
     *
     * @throws BadInputException if it is another
     */
    void requireCurrent(Configuration configuration) throws IOException {
        Path file = new Path(path);
        boolean current;
        try {
            FileStatus status = FileSystems.of(file, configuration).getFileStatus(file);
            current = status.getLen() == length && sameTime(status.getModificationTime(), modified);
        } catch (FileNotFoundException e) {
            current = false;
        }
        if (!current) {
            throw BadInputException.in(path, "the file must not change while it is read but did; run again");
        }
    }

    /** Some object stores list files with milliseconds, but say whole seconds where they are asked for one. */
    private static boolean sameTime(long one, long other) {
        boolean wholeSeconds = one % SECOND == 0 || other % SECOND == 0;
        return one == other || wholeSeconds && one / SECOND == other / SECOND;
    }
}
