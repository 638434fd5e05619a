package dev.mnistscorer.weights.content;

import dev.mnistscorer.network.Tensor;
import java.util.List;
import java.util.Map;

/** Content of a weights file, parsed. */
public sealed interface ParsedWeights permits NamedTensors, StepChain {
    /** Descriptive entries of the file; empty if its format has none. */
    Map<String, String> metadata();

    /** Arrays in use, as stored. */
    List<Tensor> tensors();

    /** Names of entries without a use. */
    List<String> ignored();
}
