package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.file.FileSystems;
import dev.mnistscorer.source.InputFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Lists the files that format {@code idx} reads: images, paired with labels by MNIST's naming. */
public final class IdxListing {
    private final Configuration configuration;

    private IdxListing(Configuration configuration) {
        this.configuration = configuration;
    }

    /**
     * Lists the files of a path, a directory or a glob, with their labels, in the order of their paths. Given to the data
     * source as option {@code inventory}, encoded by {@link InputFile#toJson}, just these are read.
     *
     * @param labels the file of labels; empty: looked for in the file of the images and beside it
     * @param member the array of images in a {@code .npz} file; empty: found by name
     * @throws BadInputException if there are none
     */
    public static List<InputFile> of(
            String path, Optional<String> labels, Optional<String> member, Configuration configuration) {
        return of(List.of(path), labels, member, ListingFilter.NONE, configuration);
    }

    /** Tells whether a file is named as images are in MNIST's format. */
    public static boolean isImages(String name) {
        return SetName.isImages(name);
    }

    /** Remark on the labels of listed files: where missing ones were looked for, or that they have an unusual name. */
    public static Optional<String> labelsNote(List<InputFile> files) {
        return LabelsNote.of(files);
    }

    static List<InputFile> of(
            List<String> paths,
            Optional<String> labels,
            Optional<String> member,
            ListingFilter filter,
            Configuration configuration) {
        IdxListing listing = new IdxListing(configuration);
        List<FileStatus> images = new ArrayList<>();
        for (String path : paths) {
            images.addAll(new PathExpansion(path, filter, configuration).files());
        }
        if (labels.isPresent() && images.size() > 1) {
            throw new BadInputException(String.format(
                    "labels can be named for one file of images only but %s is %d files; leave the name out and the"
                            + " labels are found beside the images",
                    String.join(", ", paths), images.size()));
        }
        return images.stream()
                .map(file -> listing.labelled(file, labels, member))
                .toList();
    }

    /** A file with its labels, and with the name of the array of its images if it is one of several. */
    private InputFile labelled(FileStatus file, Optional<String> labels, Optional<String> member) {
        Optional<Archive> archive = archive(file, member);
        Optional<FileStatus> found = labels.map(this::named)
                .or(() -> archive.filter(Archive::labelled).map(arrays -> file))
                .or(() -> beside(file.getPath()));
        return InputFile.of(file, found.map(InputFile::of)).withMember(archive.map(Archive::images));
    }

    /**
     * A file of several arrays.
     *
     * @param images name of the array of images
     * @param labelled tells whether it holds their labels too
     */
    private record Archive(String images, boolean labelled) {}

    private FileStatus named(String name) {
        try {
            Path path = HadoopPath.of(name);
            return FileSystems.of(path, configuration).getFileStatus(path);
        } catch (FileNotFoundException e) {
            throw new BadInputException("Cannot read " + name + ": no such file", e);
        } catch (IOException | IllegalArgumentException e) {
            throw BadInputException.cannot("read", name, e);
        }
    }

    private Optional<Archive> archive(FileStatus file, Optional<String> member) {
        if (!LabelsName.isArchive(file.getPath().getName())) {
            return Optional.empty();
        }
        ArrayFile images = ArrayFile.images(InputFile.of(file), member, configuration);
        try (FSDataInputStream in = images.version().open(configuration)) {
            NpzMembers members = NpzMembers.read(images.version(), in);
            return images.member()
                    .map(name -> new Archive(name, members.labelsOf(name).isPresent()));
        } catch (IOException e) {
            throw BadInputException.cannot("read", file.getPath(), e);
        }
    }

    private Optional<FileStatus> beside(Path images) {
        List<String> candidates = LabelsName.isArrays(images.getName())
                ? LabelsName.files(images.getName())
                : SetName.of(images.getName()).map(SetName::labels).orElse(List.of());
        try {
            FileSystem fileSystem = FileSystems.of(images, configuration);
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
