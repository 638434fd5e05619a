package dev.mnistscorer.weights;

import dev.mnistscorer.weights.content.ParsedWeights;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A format of weights: its name, how it is recognised and how it is read.
 *
 * @param <S> stored form: {@link StoredFile} or {@link StoredDirectory}
 */
interface WeightsFormat<S> {
    /** Name of the format, as shown to users. */
    String label();

    /** Returns true if the content is in this format, intact or not; names of files are not considered. */
    boolean recognises(S stored);

    /**
     * Parses the content.
     *
     * @throws IllegalArgumentException if it is cut off, broken or no dense network
     */
    ParsedWeights read(S stored);

    /**
     * Returns the first of the formats that recognises the content.
     *
     * @throws IllegalArgumentException listing the formats, if none does
     */
    static <S, F extends WeightsFormat<S>> F of(F[] formats, S stored, String what) {
        return Arrays.stream(formats)
                .filter(format -> format.recognises(stored))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(what + " must have one of the formats "
                        + Arrays.stream(formats).map(WeightsFormat::label).collect(Collectors.joining(", "))
                        + " but has none of them"));
    }
}
