package dev.mnistscorer.weights.content;

import dev.mnistscorer.network.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Sorts the entries of a file into weights and biases by their names, other arrays, and the rest. */
public final class TensorCollector {
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Tensor> others = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();

    /**
     * Takes an array.
     *
     * @param decoded returns it; only what is a weight or bias by its name must be possible to decode
     */
    public void add(String name, Supplier<Tensor> decoded) {
        if (TensorName.isParameter(name)) {
            tensors.add(decoded.get());
            return;
        }
        ignored.add(name);
        try {
            others.add(decoded.get());
        } catch (IllegalArgumentException e) {
            // An entry of another kind, as counters and images are.
        }
    }

    /** Takes an entry that is no array. */
    public void ignore(String name) {
        TensorName.requireShort(name);
        ignored.add(name);
    }

    /** Returns what was taken. */
    public NamedTensors named(Map<String, String> metadata) {
        return new NamedTensors(metadata, tensors, others, ignored, Optional.empty());
    }
}
