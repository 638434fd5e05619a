package dev.mnistscorer.source.idx;

import dev.mnistscorer.source.InputFile;
import java.util.List;
import java.util.Optional;

/** Remark on the labels of listed files, for users who expected others. */
final class LabelsNote {
    private LabelsNote() {}

    /** Says where missing labels were looked for, else where labels of an unusual name were found. */
    static Optional<String> of(List<InputFile> files) {
        List<InputFile> unlabelled =
                files.stream().filter(file -> file.labels().isEmpty()).toList();
        return unlabelled.isEmpty()
                ? files.stream()
                        .filter(LabelsNote::isUnusual)
                        .findFirst()
                        .map(file -> "found in " + file.labels().orElseThrow().name())
                : Optional.of(missing(unlabelled.get(0).name(), unlabelled.size() - 1));
    }

    private static boolean isUnusual(InputFile file) {
        return SetName.of(file.name())
                .filter(set ->
                        set.isOtherwiseSeparated(file.labels().orElseThrow().name()))
                .isPresent();
    }

    private static String missing(String images, int others) {
        String unlabelled = images + (others == 0 ? "" : " (and " + others + " more)");
        return SetName.of(images)
                .map(set -> "none beside " + unlabelled + "; looked for " + set.described())
                .orElse("none for " + unlabelled + ", whose name does not say theirs as x-images-idx3-ubyte does;"
                        + " --labels names a file");
    }
}
