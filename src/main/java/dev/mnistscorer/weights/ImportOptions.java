package dev.mnistscorer.weights;

import dev.mnistscorer.network.Activation;
import dev.mnistscorer.weights.content.Layout;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Properties of a network that the user supplies because the weights file does not state them. Empty ones are left to the
 * file.
 *
 * @param activation activation of the hidden layers
 * @param outputActivation activation of the last layer
 * @param scale factor applied to a pixel in 0..255
 * @param mean number subtracted from the scaled pixel
 * @param std number that divides the difference
 * @param layout layout of the weight matrices
 */
public record ImportOptions(
        Optional<Activation> activation,
        Optional<Activation> outputActivation,
        OptionalDouble scale,
        OptionalDouble mean,
        OptionalDouble std,
        Optional<Layout> layout) {
    /** No property supplied. */
    public static final ImportOptions AS_STORED = new ImportOptions(
            Optional.empty(),
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Optional.empty());

    /** Returns the same options without the activation of the last layer. */
    ImportOptions withoutOutputActivation() {
        return new ImportOptions(activation, Optional.empty(), scale, mean, std, layout);
    }

    /** Returns true if the options state how pixels are scaled. */
    boolean scales() {
        return scale.isPresent() || mean.isPresent() || std.isPresent();
    }
}
