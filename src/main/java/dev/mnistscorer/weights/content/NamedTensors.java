package dev.mnistscorer.weights.content;

import dev.mnistscorer.network.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Parsed weights without an order of layers, which is derived from the names of the arrays.
 *
 * @param metadata descriptive entries of the file; empty if its format has none
 * @param tensors arrays that are weights or biases by their names
 * @param others arrays of other names, which are layers only if the file has no weights by name
 * @param ignored names of all entries that are no weights or biases by their names
 * @param layout layout of the weights, if the format defines it
 */
public record NamedTensors(
        Map<String, String> metadata,
        List<Tensor> tensors,
        List<Tensor> others,
        List<String> ignored,
        Optional<Layout> layout)
        implements ParsedWeights {
    /** Returns the same content with the other arrays in use. */
    public NamedTensors withOthers() {
        Set<String> used = others.stream().map(Tensor::name).collect(Collectors.toSet());
        List<String> rest =
                ignored.stream().filter(name -> !used.contains(name)).toList();
        return new NamedTensors(metadata, others, List.of(), rest, layout);
    }
}
