package dev.mnistscorer.weights.keras;

import dev.mnistscorer.network.Tensor;
import java.util.List;

/**
 * Variables of a stored layer.
 *
 * @param group path of its group, without the common prefix
 * @param name name of the layer, or empty if the file does not store it
 * @param variables in the order of the class of the layer: kernel and bias; gamma, beta, mean and variance
 */
record StoredLayer(String group, String name, List<Tensor> variables) {}
