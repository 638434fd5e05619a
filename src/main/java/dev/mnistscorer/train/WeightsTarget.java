package dev.mnistscorer.train;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * File that trained weights are written to.
 *
 * @param uri location of the file
 * @param format format, which the end of the name states
 */
public record WeightsTarget(String uri, Format format) {
    /** Formats of written weights. */
    public enum Format {
        /** Safetensors. */
        SAFETENSORS(".safetensors"),
        /** NumPy's npz. */
        NPZ(".npz");

        private final String ending;

        Format(String ending) {
            this.ending = ending;
        }
    }

    /**
     * The target that an argument names.
     *
     * @param argument name of the argument
     * @throws IllegalArgumentException if the name of the file does not end in that of a format
     */
    public static WeightsTarget of(String argument, String uri) {
        Format format = Arrays.stream(Format.values())
                .filter(each -> uri.toLowerCase(Locale.ROOT).endsWith(each.ending))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("%s must end in %s, the formats it can be written in, but was %s"
                                .formatted(
                                        argument,
                                        Arrays.stream(Format.values())
                                                .map(each -> each.ending)
                                                .collect(Collectors.joining(" or ")),
                                        uri)));
        return new WeightsTarget(uri, format);
    }
}
