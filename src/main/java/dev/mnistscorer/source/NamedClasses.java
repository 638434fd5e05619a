package dev.mnistscorer.source;

import dev.mnistscorer.table.ClassNames;
import java.util.ArrayList;
import java.util.List;

/** Names of the classes of named data sets, as their publishers have them. */
final class NamedClasses {
    /** Articles of clothing, as in the README of Fashion-MNIST. */
    static final ClassNames CLOTHING = new ClassNames(List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"));

    /** The characters of KMNIST's {@code kmnist_classmap.csv}, in the Latin alphabet: terminals may lack the others. */
    static final ClassNames KANA = new ClassNames(List.of("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"));

    /** Small letters that EMNIST has as classes of their own where the others are merged with their capitals. */
    private static final String UNMERGED = "abdefghnqrt";

    private NamedClasses() {}

    /** The characters of {@code emnist-PART-mapping.txt}: digits, capitals, small letters. */
    static ClassNames ofEmnist(String part) {
        return switch (part) {
            case "letters" -> new ClassNames(letters('A', 'Z'));
            case "byclass" -> digitsAndCapitals(letters('a', 'z'));
            case "balanced", "bymerge" -> digitsAndCapitals(List.of(UNMERGED.split("")));
            default -> ClassNames.NONE;
        };
    }

    private static ClassNames digitsAndCapitals(List<String> small) {
        List<String> all = new ArrayList<>(letters('0', '9'));
        all.addAll(letters('A', 'Z'));
        all.addAll(small);
        return new ClassNames(all);
    }

    private static List<String> letters(char first, char last) {
        List<String> letters = new ArrayList<>();
        for (char letter = first; letter <= last; letter++) {
            letters.add(String.valueOf(letter));
        }
        return letters;
    }
}
