package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import java.io.File;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds links on the local file system that lead to no file, which Hadoop leaves out of its listings. */
final class DanglingLinks {
    private DanglingLinks() {}

    /**
     * Looks for them among the files of a directory.
     *
     * @param wanted true for names of files that would be read
     * @throws BadInputException if there is one
     */
    static void refuseIn(FileSystem fileSystem, Path directory, Predicate<String> wanted) {
        String[] names = isLocal(fileSystem) ? local(directory).list() : null;
        if (names != null) {
            Arrays.sort(names);
            for (String name : names) {
                if (wanted.test(name)) {
                    refuse(fileSystem, HadoopPath.child(directory, name));
                }
            }
        }
    }

    /**
     * Tests one path.
     *
     * @throws BadInputException if it is such a link
     */
    static void refuse(FileSystem fileSystem, Path path) {
        if (isLocal(fileSystem)
                && !local(path).exists()
                && Files.isSymbolicLink(local(path).toPath())) {
            throw new BadInputException("Cannot read " + path + ": it is a link that leads to no file");
        }
    }

    private static boolean isLocal(FileSystem fileSystem) {
        return "file".equals(fileSystem.getUri().getScheme());
    }

    private static File local(Path path) {
        return new File(path.toUri().getPath());
    }
}
