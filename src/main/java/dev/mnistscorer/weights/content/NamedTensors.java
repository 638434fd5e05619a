package dev.mnistscorer.weights.content;

import dev.mnistscorer.network.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Parsed weights without an order of layers, which is derived from the names of the arrays.
 *
 * @param metadata descriptive entries of the file; empty if its format has none
 * @param tensors arrays that are weights or biases by their names
 * @param ignored names of the other entries
 * @param layout layout of the weights, if the format defines it
 */
public record NamedTensors(
        Map<String, String> metadata, List<Tensor> tensors, List<String> ignored, Optional<Layout> layout)
        implements ParsedWeights {}
