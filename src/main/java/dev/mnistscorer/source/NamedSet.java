package dev.mnistscorer.source;

import dev.mnistscorer.image.PreparationStep;
import dev.mnistscorer.image.RowFormat;
import dev.mnistscorer.table.ClassNames;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A data set that has a name.
 *
 * @param name its name
 * @param images file of the images
 * @param labels file of their labels
 * @param steps changes that its images need
 * @param labelOffset label of its first class
 * @param classNames names of its classes; none for digits
 */
public record NamedSet(
        String name,
        NamedFile images,
        NamedFile labels,
        Set<PreparationStep> steps,
        int labelOffset,
        ClassNames classNames) {
    private static final String TRAINING = "-train";
    private static final NamedFile EMNIST_ARCHIVE =
            NamedFile.published(Collection.EMNIST, "gzip.zip", "58c8d27c78d21e728a6bc7b3cc06412e");
    private static final String LETTERS = "letters";

    /** All, the test images of a collection before its training images. */
    public static final List<NamedSet> ALL = all();

    private static List<NamedSet> all() {
        List<NamedSet> all = new ArrayList<>();
        all.add(plain("mnist", NamedFile.TEST_IMAGES, NamedFile.TEST_LABELS));
        all.add(plain("mnist" + TRAINING, NamedFile.TRAINING_IMAGES, NamedFile.TRAINING_LABELS));
        // The digests are those of the README of Fashion-MNIST.
        all.addAll(likeMnist(
                Collection.FASHION_MNIST,
                NamedClasses.CLOTHING,
                "bef4ecab320f06d8554ea6380940ec79",
                "bb300cfdad3c16e7a12a480ee83cd310",
                "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
                "25c81989df183df01b3e8a0aad5dffbe"));
        // The digests of the others, and of the archive of EMNIST, are those that torchvision compares.
        all.addAll(likeMnist(
                Collection.KMNIST,
                NamedClasses.KANA,
                "5c965bf0a639b31b8f53240b1b52f4d7",
                "7320c461ea6c1c855c0b718fb2a4b134",
                "bdb82020997e1d708af4cf47b453dcf7",
                "e144d726b3acfaa3e44228e80efcd344"));
        all.add(qmnist("", "test", "1394631089c404de565df7b7aeaf9412", "5b5b05890a5e13444e108efe57b788aa"));
        all.add(qmnist(TRAINING, "train", "ed72d4157d28c017586c42bc6afe6370", "0058f8dd561b90ffdd0f734c6a30e5e4"));
        for (String part : List.of("digits", LETTERS, "balanced", "byclass", "bymerge", "mnist")) {
            all.add(emnist("emnist-" + part, "emnist-" + part + "-test", part));
            all.add(emnist("emnist-" + part + TRAINING, "emnist-" + part + "-train", part));
        }
        return List.copyOf(all);
    }

    private static NamedSet plain(String name, NamedFile images, NamedFile labels) {
        return new NamedSet(name, images, labels, Set.of(), 0, ClassNames.NONE);
    }

    private static List<NamedSet> likeMnist(
            Collection collection,
            ClassNames classes,
            String testImages,
            String testLabels,
            String images,
            String labels) {
        return List.of(
                new NamedSet(
                        collection.directory(),
                        NamedFile.published(collection, "t10k-images-idx3-ubyte.gz", testImages),
                        NamedFile.published(collection, "t10k-labels-idx1-ubyte.gz", testLabels),
                        Set.of(),
                        0,
                        classes),
                new NamedSet(
                        collection.directory() + TRAINING,
                        NamedFile.published(collection, "train-images-idx3-ubyte.gz", images),
                        NamedFile.published(collection, "train-labels-idx1-ubyte.gz", labels),
                        Set.of(),
                        0,
                        classes));
    }

    private static NamedSet qmnist(String suffix, String part, String images, String labels) {
        return plain(
                "qmnist" + suffix,
                NamedFile.published(Collection.QMNIST, "qmnist-" + part + "-images-idx3-ubyte.gz", images),
                NamedFile.published(Collection.QMNIST, "qmnist-" + part + "-labels-idx2-int.gz", labels));
    }

    /** EMNIST stores its images with rows and columns exchanged, and its letters are labelled 1 to 26. */
    private static NamedSet emnist(String name, String prefix, String part) {
        return new NamedSet(
                name,
                NamedFile.in(EMNIST_ARCHIVE, prefix + "-images-idx3-ubyte.gz"),
                NamedFile.in(EMNIST_ARCHIVE, prefix + "-labels-idx1-ubyte.gz"),
                Set.of(PreparationStep.TRANSPOSE),
                part.equals(LETTERS) ? 1 : 0,
                NamedClasses.ofEmnist(part));
    }

    /** The set of a name; empty if there is none. */
    public static Optional<NamedSet> of(String name) {
        return ALL.stream().filter(set -> set.name.equals(name)).findFirst();
    }

    /** The names of all sets. */
    public static List<String> names() {
        return ALL.stream().map(NamedSet::name).toList();
    }

    /** Images and labels. */
    public List<NamedFile> files() {
        return List.of(images, labels);
    }

    /** The format of its rows: what it needs, and what is stated beside. */
    public RowFormat format(RowFormat stated) {
        Set<PreparationStep> all = EnumSet.noneOf(PreparationStep.class);
        all.addAll(steps);
        all.addAll(stated.steps());
        return new RowFormat(stated.range(), all, stated.labelOffset() == 0 ? labelOffset : stated.labelOffset());
    }

    /** Files, and all others that the hosts have in the same archives: they come with the same download. */
    static List<NamedFile> withArchives(List<NamedFile> files) {
        Stream<NamedFile> others = ALL.stream()
                .flatMap(set -> set.files().stream())
                .filter(other -> other.archive().isPresent()
                        && files.stream().anyMatch(file -> file.archive().equals(other.archive())));
        return Stream.concat(files.stream(), others).distinct().toList();
    }

    /** The sets that {@code fetch NAME} brings: with test images the training images too. */
    public static List<NamedSet> fetchedBy(String name) {
        return ALL.stream()
                .filter(set -> set.name.equals(name) || set.name.equals(name + TRAINING))
                .toList();
    }
}
