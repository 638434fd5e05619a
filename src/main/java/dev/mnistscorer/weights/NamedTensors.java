package dev.mnistscorer.weights;

import dev.mnistscorer.network.Tensor;
import java.util.List;
import java.util.Map;

/**
 * What a file of arrays holds, whatever its format.
 *
 * @param format the name of the format
 * @param metadata what the file says about them; empty if its format has no place for it
 * @param tensors the weights and biases
 * @param passedOver the names of entries that are neither
 */
record NamedTensors(String format, Map<String, String> metadata, List<Tensor> tensors, List<String> passedOver) {}
