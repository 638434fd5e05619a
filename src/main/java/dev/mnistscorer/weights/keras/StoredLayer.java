package dev.mnistscorer.weights.keras;

import dev.mnistscorer.network.Tensor;
import java.util.List;

/**
 * The variables of one layer as a file stores them.
 *
 * @param group the path of its group, without what is the same for all
 * @param name the name of the layer, where the file tells it; else empty
 * @param variables in the order of the layer's class: kernel and bias; gamma, beta, mean and variance
 */
record StoredLayer(String group, String name, List<Tensor> variables) {}
