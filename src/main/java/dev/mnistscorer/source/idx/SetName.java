package dev.mnistscorer.source.idx;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Name of a file of images by MNIST's naming, which hosts and archivers write with a dash or a dot before {@code idx3}.
 *
 * @param prefix name of the set, with what separates it from {@code images}; may be empty
 * @param separator dash or dot
 * @param suffix {@code .gz} or nothing
 */
record SetName(String prefix, String separator, String suffix) {
    private static final Pattern IMAGES = Pattern.compile("(.*)images([-.])idx3-ubyte(\\.gz)?");
    private static final Pattern LABELS = Pattern.compile(".*labels[-.](idx1-ubyte|idx2-int)(\\.gz)?");
    private static final String QMNIST_LABELS = "labels-idx2-int";
    private static final String GZIP = ".gz";

    /** The parts of a file's name; empty if it is another name. */
    static Optional<SetName> of(String name) {
        Matcher matcher = IMAGES.matcher(name);
        return matcher.matches()
                ? Optional.of(new SetName(
                        matcher.group(1), matcher.group(2), matcher.group(3) == null ? "" : matcher.group(3)))
                : Optional.empty();
    }

    static boolean isImages(String name) {
        return IMAGES.matcher(name).matches();
    }

    static boolean isLabels(String name) {
        return LABELS.matcher(name).matches();
    }

    /** Name that all files with the same images have in common: that of the raw file, with a dash. */
    static String common(String name) {
        return of(name).map(set -> set.prefix + "images-idx3-ubyte")
                .orElseGet(() -> name.endsWith(GZIP) ? name.substring(0, name.length() - GZIP.length()) : name);
    }

    /**
     * Names of the file of labels with the same separator, with the other, and with QMNIST's ending, each in order of
     * preference.
     */
    List<String> labels() {
        return Stream.of(rawLabels(separator), rawLabels(otherSeparator()), prefix + QMNIST_LABELS)
                .flatMap(this::rawAndCompressed)
                .toList();
    }

    private Stream<String> rawAndCompressed(String raw) {
        return suffix.isEmpty() ? Stream.of(raw, raw + GZIP) : Stream.of(raw + GZIP, raw);
    }

    private String rawLabels(String dashOrDot) {
        return prefix + "labels" + dashOrDot + "idx1-ubyte";
    }

    private String otherSeparator() {
        return separator.equals("-") ? "." : "-";
    }

    /** Tells whether a name is that of the labels with the other separator. */
    boolean isOtherwiseSeparated(String labels) {
        return rawAndCompressed(rawLabels(otherSeparator())).anyMatch(labels::equals);
    }

    /** The names of the labels for a message. */
    String described() {
        return rawLabels(separator) + " and " + rawLabels(otherSeparator()) + ", raw and .gz";
    }
}
