package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.InputFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Lists the files that format {@code idx} reads: images, paired with labels by MNIST's naming. */
public final class IdxListing {
    private static final Pattern IMAGES_NAME = Pattern.compile("(.*)images([-.])idx3-ubyte(\\.gz)?");
    private static final Pattern LABELS_NAME = Pattern.compile(".*labels[-.]idx1-ubyte(\\.gz)?");

    private final Configuration configuration;

    private IdxListing(Configuration configuration) {
        this.configuration = configuration;
    }

    /**
     * Lists the files of a path, a directory or a glob, with their labels, in the order of their paths. Given to the data
     * source as option {@code inventory}, encoded by {@link InputFile#toJson}, just these are read.
     *
     * @param labels the file of labels; empty: looked for beside the images
     * @throws BadInputException if there are none
     */
    public static List<InputFile> of(String path, Optional<String> labels, Configuration configuration) {
        return of(List.of(path), labels, configuration);
    }

    static List<InputFile> of(List<String> paths, Optional<String> labels, Configuration configuration) {
        IdxListing listing = new IdxListing(configuration);
        List<FileStatus> images = new ArrayList<>();
        for (String path : paths) {
            images.addAll(new PathExpansion(path, configuration).files(IMAGES_NAME, LABELS_NAME));
        }
        if (labels.isPresent() && images.size() > 1) {
            throw new BadInputException(String.format(
                    "labels can be named for one file of images only but %s is %d files; leave the name out and the"
                            + " labels are found beside the images",
                    String.join(", ", paths), images.size()));
        }
        return images.stream()
                .map(file -> inputFile(
                        file,
                        labels.map(listing::named)
                                .or(() -> listing.beside(file.getPath()))
                                .map(found -> inputFile(found, Optional.empty()))))
                .toList();
    }

    static InputFile inputFile(FileStatus file, Optional<InputFile> labels) {
        return new InputFile(file.getPath().toString(), file.getLen(), file.getModificationTime(), labels);
    }

    private FileStatus named(String name) {
        try {
            Path path = HadoopPath.of(name);
            return path.getFileSystem(configuration).getFileStatus(path);
        } catch (FileNotFoundException e) {
            throw new BadInputException("Cannot read " + name + ": no such file", e);
        } catch (IOException | IllegalArgumentException e) {
            throw BadInputException.cannot("read", name, e);
        }
    }

    private Optional<FileStatus> beside(Path images) {
        Matcher name = IMAGES_NAME.matcher(images.getName());
        if (!name.matches()) {
            return Optional.empty();
        }
        String labels = name.group(1) + "labels" + name.group(2) + "idx1-ubyte";
        List<String> candidates =
                name.group(3) == null ? List.of(labels, labels + ".gz") : List.of(labels + ".gz", labels);
        try {
            FileSystem fileSystem = images.getFileSystem(configuration);
            for (String candidate : candidates) {
                Path path = HadoopPath.child(images.getParent(), candidate);
                if (fileSystem.exists(path)) {
                    return Optional.of(fileSystem.getFileStatus(path));
                }
                DanglingLinks.refuse(fileSystem, path);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw BadInputException.cannot("look for the labels of", images, e);
        }
    }
}
