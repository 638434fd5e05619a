package dev.mnistscorer.source.idx;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The usual names of arrays of images and of their labels: {@code x_test} and {@code y_test}, {@code test_images} and
 * {@code test_labels}, {@code kmnist-test-imgs} and {@code kmnist-test-labels}.
 */
final class LabelsName {
    private static final Map<String, String> LABELS =
            Map.of("x", "y", "X", "y", "images", "labels", "image", "label", "imgs", "labels");
    private static final String START = "(?:(?<=[_.-])|^)";
    private static final String STOP = "(?=[_.-]|$)";
    private static final Pattern IMAGES_WORD = Pattern.compile(START + "(x|X|images?|imgs)" + STOP);
    private static final Pattern LABELS_WORD = Pattern.compile(START + "(y|Y|labels?|targets?)" + STOP);
    private static final List<String> ENDINGS = List.of(".npy", ".npz");

    private LabelsName() {}

    /** Name of the array of labels for an array of images; empty if the name of the images is another. */
    static Optional<String> of(String images) {
        Matcher word = IMAGES_WORD.matcher(images);
        return word.find()
                ? Optional.of(word.replaceFirst((MatchResult found) -> LABELS.get(found.group(1))))
                : Optional.empty();
    }

    /** Tells whether a file of arrays is named as images are. */
    static boolean isImages(String file) {
        return file.endsWith(".npy") && IMAGES_WORD.matcher(stem(file)).find();
    }

    /** Tells whether a file of arrays is named as labels are. */
    static boolean isLabels(String file) {
        return isArrays(file)
                && LABELS_WORD.matcher(stem(file)).find()
                && !IMAGES_WORD.matcher(stem(file)).find();
    }

    /** Tells whether a file is one of arrays by its name. */
    static boolean isArrays(String file) {
        return ENDINGS.stream().anyMatch(file::endsWith);
    }

    /** Tells whether a file is one of several arrays by its name. */
    static boolean isArchive(String file) {
        return file.endsWith(".npz");
    }

    /** Names of the file of labels of a file of images, in order of preference. */
    static List<String> files(String images) {
        if (!isArrays(images)) {
            return List.of();
        }
        String ending = images.substring(stem(images).length());
        return of(stem(images)).stream()
                .flatMap(labels -> Stream.concat(Stream.of(ending), ENDINGS.stream())
                        .distinct()
                        .map(labels::concat))
                .toList();
    }

    private static String stem(String file) {
        return file.substring(0, file.lastIndexOf('.'));
    }
}
