package dev.mnistscorer.weights.content;

import dev.mnistscorer.network.Tensor;
import java.util.List;
import java.util.Map;

/** What a reader finds in a file. */
public sealed interface ParsedWeights permits NamedTensors, StepChain {
    /** What the file says about itself; empty if its format has no place for it. */
    Map<String, String> metadata();

    /** The arrays that are used, as stored. */
    List<Tensor> tensors();

    /** The names of entries that are not used. */
    List<String> ignored();
}
