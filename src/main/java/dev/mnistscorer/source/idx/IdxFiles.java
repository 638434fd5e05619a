package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.InputFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds the files that a path, a directory or a glob means, and pairs images with labels by MNIST's naming. */
final class IdxFiles {
    private static final Pattern IMAGES_NAME = Pattern.compile("(.*)images([-.])idx3-ubyte(\\.gz)?");
    private static final Pattern LABELS_NAME = Pattern.compile(".*labels[-.]idx1-ubyte(\\.gz)?");

    private final Configuration configuration;

    IdxFiles(Configuration configuration) {
        this.configuration = configuration;
    }

    /**
     * The pairs of files that the options mean, in the order of their paths.
     *
     * @throws BadInputException if there are none, or one of them is no IDX file
     */
    List<IdxPair> find(IdxOptions options) {
        List<IdxPair> pairs = new ArrayList<>();
        for (String path : options.paths()) {
            for (FileStatus images : images(path)) {
                pairs.add(pair(images, options));
            }
        }
        if (options.labels().isPresent() && pairs.size() > 1) {
            throw new BadInputException(String.format(
                    "labels can be named for one file of images only but %s is %d files; leave the name out and the"
                            + " labels are found beside the images",
                    String.join(", ", options.paths()), pairs.size()));
        }
        IdxHeader first = pairs.get(0).images().header();
        for (IdxPair pair : pairs) {
            IdxHeader header = pair.images().header();
            if (header.height() != first.height() || header.width() != first.width()) {
                throw BadInputException.in(
                        pair.images().path(),
                        "images must be %d × %d as in %s but were %d × %d",
                        first.height(),
                        first.width(),
                        pairs.get(0).images().path(),
                        header.height(),
                        header.width());
            }
        }
        return pairs;
    }

    private List<FileStatus> images(String name) {
        try {
            Path path = new Path(name);
            FileSystem fileSystem = path.getFileSystem(configuration);
            FileStatus[] matches = fileSystem.globStatus(path);
            if (matches == null || matches.length == 0) {
                throw new BadInputException("Cannot read " + name + ": no such file or directory");
            }
            List<FileStatus> files = new ArrayList<>();
            for (FileStatus match : matches) {
                if (match.isDirectory()) {
                    files.addAll(imagesIn(match.getPath(), fileSystem));
                } else if (matches.length == 1
                        || !LABELS_NAME.matcher(match.getPath().getName()).matches()) {
                    files.add(match);
                }
            }
            if (files.isEmpty()) {
                throw new BadInputException("Cannot read " + name + ": it matches files of labels only");
            }
            files.sort(Comparator.comparing(file -> file.getPath().toString()));
            return files;
        } catch (IOException | IllegalArgumentException e) {
            throw BadInputException.cannot("read", name, e);
        }
    }

    private static List<FileStatus> imagesIn(Path directory, FileSystem fileSystem) throws IOException {
        List<FileStatus> files = Arrays.stream(fileSystem.listStatus(directory))
                .filter(FileStatus::isFile)
                .filter(file -> IMAGES_NAME.matcher(file.getPath().getName()).matches())
                .toList();
        if (files.isEmpty()) {
            throw new BadInputException("Cannot read " + directory
                    + ": no file in it is named like *-images-idx3-ubyte or" + " *-images-idx3-ubyte.gz");
        }
        return files;
    }

    /** The files that the options mean, in the order of their paths, not yet looked into. */
    List<InputFile> list(IdxOptions options) {
        List<InputFile> files = new ArrayList<>();
        for (String path : options.paths()) {
            for (FileStatus images : images(path)) {
                files.add(inputFile(images, labels(images, options).map(file -> inputFile(file, Optional.empty()))));
            }
        }
        return files;
    }

    private static InputFile inputFile(FileStatus file, Optional<InputFile> labels) {
        return new InputFile(file.getPath().toString(), file.getLen(), file.getModificationTime(), labels);
    }

    private Optional<FileStatus> labels(FileStatus images, IdxOptions options) {
        return options.labels().map(this::named).or(() -> beside(images.getPath()));
    }

    private IdxPair pair(FileStatus images, IdxOptions options) {
        IdxFile checked = IdxFile.check(IdxHeader.Kind.IMAGES, images, configuration);
        return new IdxPair(
                checked,
                labels(images, options)
                        .map(file -> IdxFile.check(IdxHeader.Kind.LABELS, file, configuration))
                        .orElse(null));
    }

    private FileStatus named(String name) {
        try {
            Path path = new Path(name);
            return path.getFileSystem(configuration).getFileStatus(path);
        } catch (FileNotFoundException e) {
            throw new BadInputException("Cannot read " + name + ": no such file", e);
        } catch (IOException | IllegalArgumentException e) {
            throw BadInputException.cannot("read", name, e);
        }
    }

    private Optional<FileStatus> beside(Path images) {
        var name = IMAGES_NAME.matcher(images.getName());
        if (!name.matches()) {
            return Optional.empty();
        }
        String labels = name.group(1) + "labels" + name.group(2) + "idx1-ubyte";
        List<String> candidates =
                name.group(3) == null ? List.of(labels, labels + ".gz") : List.of(labels + ".gz", labels);
        try {
            FileSystem fileSystem = images.getFileSystem(configuration);
            for (String candidate : candidates) {
                Path path = new Path(images.getParent(), candidate);
                if (fileSystem.exists(path)) {
                    return Optional.of(fileSystem.getFileStatus(path));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw BadInputException.cannot("look for the labels of", images, e);
        }
    }
}
