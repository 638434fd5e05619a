package dev.mnistscorer.weights.content;

import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.graph.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Parsed weights with the order, activations and scaling of the layers.
 *
 * @param metadata descriptive entries of the file
 * @param steps steps from the images to the output
 * @param ignored names of entries without a use
 */
public record StepChain(Map<String, String> metadata, List<Step> steps, List<String> ignored) implements ParsedWeights {

    @Override
    public List<Tensor> tensors() {
        List<Tensor> tensors = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.Dense dense) {
                tensors.add(dense.weights());
                tensors.add(dense.bias());
            }
        }
        return tensors;
    }
}
