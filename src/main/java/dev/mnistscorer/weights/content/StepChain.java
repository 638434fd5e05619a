package dev.mnistscorer.weights.content;

import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.graph.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A network whose order, activations and scaling the file tells.
 *
 * @param metadata what the file says about itself
 * @param steps from the images to the scores
 * @param ignored the names of what is not used
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
