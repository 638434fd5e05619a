package dev.mnistscorer.publish;

import dev.mnistscorer.error.BadInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Renames and removals of directories and files, for several processes at once. */
record Moves(FileSystem fileSystem) {
    private static final int MAKE_ATTEMPTS = 10;

    /** Renames, and on an error finds out whether the rename was done all the same. */
    void rename(Path from, Path to) throws IOException {
        IOException thrown = null;
        boolean done = false;
        try {
            done = fileSystem.rename(from, to);
        } catch (IOException e) {
            thrown = e;
        }
        if (done) {
            return;
        }
        String reason = thrown == null ? "the rename was refused" : BadInputException.reason(thrown);
        boolean moved;
        try {
            moved = !fileSystem.exists(from) && fileSystem.exists(to);
        } catch (IOException e) {
            throw new IOException(
                    "Cannot tell whether " + from + " was moved to " + to + ": " + reason + "; all is left as it is",
                    e);
        }
        if (!moved) {
            throw new IOException("Cannot move " + from + " to " + to + ": " + reason, thrown);
        }
    }

    /**
     * Moves the files of a directory, if it is there: by one rename if nothing has its place, else one by one, which also
     * completes a rename by copies and deletions that ended in the middle. A file that is in both places has been copied
     * whole.
     */
    void moveFiles(Path from, Path to) throws IOException {
        if (!fileSystem.exists(from)) {
            return;
        }
        make(to.getParent());
        if (!fileSystem.exists(to)) {
            rename(from, to);
            return;
        }
        for (String name : files(from)) {
            Path target = new Path(to, name);
            if (!fileSystem.exists(target)) {
                make(target.getParent());
                rename(new Path(from, name), target);
            }
        }
        fileSystem.delete(from, true);
    }

    /** Paths of the files in a directory and those below it, relative to it; none if it is not there. */
    List<String> files(Path directory) throws IOException {
        List<String> files = new ArrayList<>();
        for (FileStatus entry : list(directory)) {
            String name = entry.getPath().getName();
            if (entry.isFile()) {
                files.add(name);
            } else {
                files(entry.getPath()).forEach(below -> files.add(name + "/" + below));
            }
        }
        return files;
    }

    /** Files and directories in a directory; none if it is not there. */
    FileStatus[] list(Path directory) throws IOException {
        try {
            return fileSystem.listStatus(directory);
        } catch (FileNotFoundException e) {
            return new FileStatus[0];
        }
    }

    /** Makes a directory. Another run may remove an empty parent between two steps, so it is tried again. */
    void make(Path directory) throws IOException {
        IOException last = new IOException("the directory " + directory + " cannot be made");
        for (int attempt = 0; attempt < MAKE_ATTEMPTS; attempt++) {
            try {
                if (fileSystem.mkdirs(directory) && fileSystem.exists(directory)) {
                    return;
                }
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    /** Removes directories that are empty. One that another run uses or has removed is left alone. */
    void removeIfEmpty(Path... directories) {
        for (Path directory : directories) {
            try {
                if (fileSystem.listStatus(directory).length == 0) {
                    fileSystem.delete(directory, false);
                }
            } catch (IOException e) {
                // It is gone already, or no longer empty.
            }
        }
    }
}
