package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.error.Suggestion;
import dev.mnistscorer.source.FileVersion;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * The arrays of a {@code .npz} file.
 *
 * @param path for messages
 * @param members the arrays
 */
record NpzMembers(String path, List<ZipMember> members) {
    /** Names of test images: in the file of Keras, and in others. */
    private static final List<String> IMAGES = List.of("x_test", "X_test", "test_images");

    /**
     * Reads the names and places.
     *
     * @throws BadInputException if the file is damaged, or holds no arrays
     */
    static NpzMembers read(FileVersion version, FSDataInputStream in) throws IOException {
        NpzMembers members = new NpzMembers(version.path(), ZipDirectory.arrays(version, in));
        if (members.members.isEmpty()) {
            throw BadInputException.in(version.path(), "a zip file must hold .npy arrays but holds none; unpack it");
        }
        return members;
    }

    /**
     * The member that holds images.
     *
     * @param wanted its name; empty: the one of a usual name, or the only one
     * @throws BadInputException if there is none, or one must be chosen
     */
    ZipMember images(Optional<String> wanted) {
        if (wanted.isPresent()) {
            return named(wanted.get())
                    .orElseThrow(() -> BadInputException.in(
                            path,
                            "member %s must be in the file but is not%s; it holds %s",
                            wanted.get(),
                            Suggestion.of(wanted.get(), names()),
                            String.join(", ", names())));
        }
        return IMAGES.stream()
                .flatMap(name -> named(name).stream())
                .findFirst()
                .or(this::only)
                .orElseThrow(() -> BadInputException.in(
                        path, "the member with the images must be named by --member: %s", String.join(", ", names())));
    }

    /** The member that holds the labels of a member of images; empty if there is none by that name. */
    Optional<ZipMember> labelsOf(String images) {
        return LabelsName.of(images).flatMap(this::named);
    }

    /**
     * The member that holds the labels of images in another file.
     *
     * @param images name of their member; empty: they have none
     * @throws BadInputException if it is not clear which
     */
    ZipMember labels(Optional<String> images) {
        return images.flatMap(this::labelsOf)
                .or(this::only)
                .or(() -> named("y_test"))
                .orElseThrow(() -> BadInputException.in(
                        path,
                        "the file must hold one array, the labels%s, but holds %s",
                        images.map(name -> ", or those of " + name).orElse(""),
                        String.join(", ", names())));
    }

    private Optional<ZipMember> only() {
        return members.size() == 1 ? Optional.of(members.get(0)) : Optional.empty();
    }

    private Optional<ZipMember> named(String name) {
        return members.stream()
                .filter(member -> member.member().equals(name) || name.equals(member.member() + ".npy"))
                .findFirst();
    }

    private List<String> names() {
        return members.stream().map(ZipMember::member).collect(Collectors.toList());
    }
}
