package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.file.FileKind;
import dev.mnistscorer.file.FileSystems;
import dev.mnistscorer.source.InputFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;

/** Expands a path to files: itself, those of a directory, those that match a glob. A path that exists is no glob. */
final class PathExpansion {
    private final String name;
    private final ListingFilter filter;
    private final Configuration configuration;

    PathExpansion(String name, ListingFilter filter, Configuration configuration) {
        this.name = name;
        this.filter = filter;
        this.configuration = configuration;
    }

    /**
     * Returns the files in the order of their paths: from directories those that are named as MNIST's images, from what a
     * glob matches all but labels. Copies of a file, by their names, are left out.
     *
     * @throws BadInputException if there are none
     */
    List<FileStatus> files() {
        try {
            Path path = HadoopPath.of(name);
            FileSystem fileSystem = FileSystems.of(path, configuration);
            List<FileStatus> matches = matches(path, fileSystem);
            List<FileStatus> files = new ArrayList<>();
            for (FileStatus match : matches) {
                if (match.isDirectory()) {
                    files.addAll(filesIn(match.getPath(), fileSystem));
                } else if (matches.size() == 1 || !isLabels(match.getPath().getName())) {
                    files.add(match);
                }
            }
            if (files.isEmpty()) {
                throw new BadInputException("Cannot read " + name + ": it matches files of labels only");
            }
            List<FileStatus> accepted = files.stream().filter(filter::accepts).toList();
            if (accepted.isEmpty()) {
                throw new BadInputException("Cannot read " + name + ": its files, " + files.size()
                        + ", are all left out by pathGlobFilter, modifiedAfter or modifiedBefore");
            }
            return withoutCopies(accepted);
        } catch (IOException | IllegalArgumentException e) {
            throw BadInputException.cannot("read", name, e);
        }
    }

    private static boolean isLabels(String file) {
        return SetName.isLabels(file) || LabelsName.isLabels(file);
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
            throw new BadInputException(
                    "Cannot read " + name + ": no such file or directory" + escapeHint(path, fileSystem));
        }
        return List.of(matches);
    }

    /** Hint for a path in which an existing directory was taken for a glob. */
    private static String escapeHint(Path path, FileSystem fileSystem) throws IOException {
        for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
            if (parent.getName().matches(".*[\\[\\]{}?*].*") && fileSystem.exists(parent)) {
                return "; there is a " + parent + ": in a glob, write \\ before each character of a name that is a part"
                        + " of globs";
            }
        }
        return "";
    }

    private static void refuseDanglingLinks(Path glob, FileSystem fileSystem) throws IOException {
        FileStatus[] directories = fileSystem.globStatus(glob.getParent());
        if (directories != null) {
            GlobFilter names = new GlobFilter(glob.getName());
            for (FileStatus directory : directories) {
                DanglingLinks.refuseIn(
                        fileSystem, directory.getPath(), name -> names.accept(HadoopPath.of("./" + name)));
            }
        }
    }

    private List<FileStatus> filesIn(Path directory, FileSystem fileSystem) throws IOException {
        List<FileStatus> files = new ArrayList<>();
        collect(directory, fileSystem, SetName::isImages, files);
        if (files.isEmpty()) {
            collect(directory, fileSystem, LabelsName::isImages, files);
        }
        if (files.isEmpty()) {
            throw new BadInputException("Cannot read " + directory
                    + ": no file in it is named like x-images-idx3-ubyte or x-images.idx3-ubyte, raw or .gz, or x_test.npy"
                    + firstFile(directory, fileSystem));
        }
        return files;
    }

    /** Kind of the first file of a directory, for the end of a message; an empty text if it is not known. */
    private static String firstFile(Path directory, FileSystem fileSystem) throws IOException {
        Optional<FileStatus> first = Arrays.stream(fileSystem.listStatus(directory))
                .filter(entry -> entry.isFile() && !entry.getPath().getName().matches("[._].*"))
                .min(Comparator.naturalOrder());
        if (first.isEmpty()) {
            return "";
        }
        Path file = first.get().getPath();
        try (InputStream in = fileSystem.open(file)) {
            return FileKind.of(in.readNBytes(FileKind.HEAD))
                    .map(kind -> "; " + file.getName() + " is " + kind + kind.remedy())
                    .orElse("");
        }
    }

    private void collect(Path directory, FileSystem fileSystem, Predicate<String> isImages, List<FileStatus> files)
            throws IOException {
        DanglingLinks.refuseIn(fileSystem, directory, isImages);
        for (FileStatus entry : fileSystem.listStatus(directory)) {
            String entryName = entry.getPath().getName();
            if (entry.isFile() && isImages.test(entryName)) {
                files.add(entry);
            } else if (entry.isDirectory() && filter.recursive() && !entryName.matches("[._].*")) {
                collect(entry.getPath(), fileSystem, isImages, files);
            }
        }
    }

    /** Of the files with the same images a raw one is taken, which can be split. */
    private List<FileStatus> withoutCopies(List<FileStatus> files) {
        Comparator<FileStatus> byPath =
                Comparator.comparing(file -> file.getPath().toString());
        Map<String, FileStatus> sets = new HashMap<>();
        List<FileStatus> rawFirst = new ArrayList<>(files);
        rawFirst.sort(Comparator.comparing(PathExpansion::isCompressed).thenComparing(byPath));
        for (FileStatus file : rawFirst) {
            Path path = file.getPath();
            FileStatus same = sets.putIfAbsent(path.getParent() + "/" + SetName.common(path.getName()), file);
            if (same != null) {
                requireSame(header(same), header(file), same, file);
            }
        }
        return sets.values().stream().sorted(byPath).toList();
    }

    private static boolean isCompressed(FileStatus file) {
        return file.getPath().getName().endsWith(".gz");
    }

    private ArrayHeader header(FileStatus file) {
        return ArrayFile.images(InputFile.of(file), Optional.empty(), configuration)
                .header();
    }

    private static void requireSame(ArrayHeader expected, ArrayHeader found, FileStatus original, FileStatus copy) {
        if (!found.equals(expected)) {
            throw BadInputException.in(
                    copy.getPath(),
                    "images must be %d of %d × %d, as in %s, of which its name says that it is a copy, but were %d of %d × %d",
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
