package dev.mnistscorer.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** A suggestion for a misspelt name, for the end of a message. */
public final class Suggestion {
    /** Two exchanged letters are two edits. */
    private static final int MOST_EDITS = 2;

    private Suggestion() {}

    /** {@code ; did you mean X?} with the known name nearest to a word; empty if none is near. */
    public static String of(String word, Collection<String> known) {
        String plain = plain(word);
        return known.stream()
                .filter(name -> distance(plain, name) <= Math.min(MOST_EDITS, plain.length() / 2))
                .min(Comparator.comparingInt((String name) -> distance(plain, name))
                        .thenComparing(Comparator.naturalOrder()))
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }

    private static int distance(String plain, String name) {
        return LevenshteinDistance.getDefaultInstance().apply(plain, plain(name));
    }

    /** Case and separators are no difference. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }
}
