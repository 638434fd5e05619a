package dev.mnistscorer.weights;

import dev.mnistscorer.network.Activation;
import dev.mnistscorer.weights.content.Layout;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What its user says of a file of weights that the file itself does not.
 *
 * @param activation of the layers before the last
 * @param outputActivation of the last layer
 * @param scale what a pixel in 0..255 is multiplied by
 * @param mean what is subtracted after that
 * @param std what the difference is divided by
 * @param layout of the weights
 */
public record Reading(
        Optional<Activation> activation,
        Optional<Activation> outputActivation,
        OptionalDouble scale,
        OptionalDouble mean,
        OptionalDouble std,
        Optional<Layout> layout) {
    /** Nothing is said. */
    public static final Reading AS_STORED = new Reading(
            Optional.empty(),
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Optional.empty());

    /** The same with nothing said of the last layer's activation. */
    Reading withoutOutputActivation() {
        return new Reading(activation, Optional.empty(), scale, mean, std, layout);
    }

    /** Whether something is said of the pixels. */
    boolean scales() {
        return scale.isPresent() || mean.isPresent() || std.isPresent();
    }
}
