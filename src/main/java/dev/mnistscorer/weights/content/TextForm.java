package dev.mnistscorer.weights.content;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Text forms of the constants of an enum. */
public final class TextForm {
    private TextForm() {}

    /**
     * Returns the constant that has a text form.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static <T> T parse(T[] values, String text) {
        return Arrays.stream(values)
                .filter(each -> each.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be "
                        + Arrays.stream(values).map(Object::toString).collect(Collectors.joining(" or ")) + " but was "
                        + text));
    }
}
