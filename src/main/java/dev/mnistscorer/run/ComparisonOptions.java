package dev.mnistscorer.run;

import dev.mnistscorer.input.ModelOptions;
import java.util.Optional;

/**
 * What the network and the images of a run are compared with.
 *
 * @param challenger a second network over the same images
 * @param reference URI of the profile of other images
 */
public record ComparisonOptions(Optional<ModelOptions> challenger, Optional<String> reference) {}
