package dev.mnistscorer.weights.content;

import dev.mnistscorer.network.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Arrays whose names must tell which layers they make.
 *
 * @param metadata what the file says about itself; empty if its format has no place for it
 * @param tensors those whose names are those of weights or biases
 * @param ignored the names of the other entries
 * @param layout of the weights, where the format says it
 */
public record NamedTensors(
        Map<String, String> metadata, List<Tensor> tensors, List<String> ignored, Optional<Layout> layout)
        implements ParsedWeights {}
