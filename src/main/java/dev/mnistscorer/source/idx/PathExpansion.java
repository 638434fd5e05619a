package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;

/** Expands a path to files: itself, those of a directory, those that match a glob. A path that exists is no glob. */
final class PathExpansion {
    private static final String GZIP = ".gz";

    private final String name;
    private final Configuration configuration;

    PathExpansion(String name, Configuration configuration) {
        this.name = name;
        this.configuration = configuration;
    }

    /**
     * Returns the files in the order of their paths; of a file and its compressed copy the file.
     *
     * @param wanted names of the files to take from directories
     * @param unwanted names of the files to leave out of what a glob matches
     * @throws BadInputException if there are none
     */
    List<FileStatus> files(Pattern wanted, Pattern unwanted) {
        try {
            Path path = HadoopPath.of(name);
            FileSystem fileSystem = path.getFileSystem(configuration);
            List<FileStatus> matches = matches(path, fileSystem);
            List<FileStatus> files = new ArrayList<>();
            for (FileStatus match : matches) {
                if (match.isDirectory()) {
                    files.addAll(filesIn(match.getPath(), fileSystem, wanted));
                } else if (matches.size() == 1
                        || !unwanted.matcher(match.getPath().getName()).matches()) {
                    files.add(match);
                }
            }
            if (files.isEmpty()) {
                throw new BadInputException("Cannot read " + name + ": it matches files of labels only");
            }
            files.sort(Comparator.comparing(file -> file.getPath().toString()));
            return withoutCompressedCopies(files);
        } catch (IOException | IllegalArgumentException e) {
            throw BadInputException.cannot("read", name, e);
        }
    }

    private List<FileStatus> matches(Path path, FileSystem fileSystem) throws IOException {
        try {
            return List.of(fileSystem.getFileStatus(path));
        } catch (FileNotFoundException | IllegalArgumentException e) {
            // No such path, or a name that the file system does not allow: it can be a glob.
        }
        FileStatus[] matches = fileSystem.globStatus(path);
        if (path.getParent() != null) {
            refuseDanglingLinks(path, fileSystem);
        }
        if (matches == null || matches.length == 0) {
            throw new BadInputException("Cannot read " + name + ": no such file or directory");
        }
        return List.of(matches);
    }

    private static void refuseDanglingLinks(Path glob, FileSystem fileSystem) throws IOException {
        FileStatus[] directories = fileSystem.globStatus(glob.getParent());
        if (directories != null) {
            GlobFilter filter = new GlobFilter(glob.getName());
            for (FileStatus directory : directories) {
                DanglingLinks.refuseIn(
                        fileSystem, directory.getPath(), name -> filter.accept(HadoopPath.of("./" + name)));
            }
        }
    }

    private static List<FileStatus> filesIn(Path directory, FileSystem fileSystem, Pattern wanted) throws IOException {
        DanglingLinks.refuseIn(fileSystem, directory, wanted.asMatchPredicate());
        List<FileStatus> files = Arrays.stream(fileSystem.listStatus(directory))
                .filter(FileStatus::isFile)
                .filter(file -> wanted.matcher(file.getPath().getName()).matches())
                .toList();
        if (files.isEmpty()) {
            throw new BadInputException("Cannot read " + directory
                    + ": no file in it is named like *-images-idx3-ubyte or *-images-idx3-ubyte.gz");
        }
        return files;
    }

    private List<FileStatus> withoutCompressedCopies(List<FileStatus> files) {
        Map<String, FileStatus> originals = new TreeMap<>();
        files.forEach(file -> originals.put(file.getPath() + GZIP, file));
        List<FileStatus> single = new ArrayList<>();
        for (FileStatus file : files) {
            FileStatus original = originals.get(file.getPath().toString());
            if (original == null) {
                single.add(file);
            } else {
                requireSame(header(original), header(file), original, file);
            }
        }
        return single;
    }

    private IdxHeader header(FileStatus file) {
        return IdxFile.check(IdxHeader.Kind.IMAGES, IdxListing.inputFile(file, Optional.empty()), configuration)
                .header();
    }

    private static void requireSame(IdxHeader expected, IdxHeader found, FileStatus original, FileStatus copy) {
        if (!found.equals(expected)) {
            throw BadInputException.in(
                    copy.getPath(),
                    "images must be %d of %d × %d, as in the uncompressed %s, but were %d of %d × %d",
                    expected.count(),
                    expected.height(),
                    expected.width(),
                    original.getPath(),
                    found.count(),
                    found.height(),
                    found.width());
        }
    }
}
