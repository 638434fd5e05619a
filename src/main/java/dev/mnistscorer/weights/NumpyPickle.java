package dev.mnistscorer.weights;

import dev.mnistscorer.network.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A pickled dict of NumPy arrays. */
final class NumpyPickle {
    private NumpyPickle() {}

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if it is no such dict, or is cut off or broken
     */
    static NamedTensors read(byte[] bytes) {
        if (!(Pickle.load(bytes) instanceof Map<?, ?> entries)) {
            throw new IllegalArgumentException("the pickle must hold a dict of arrays but does not");
        }
        List<Tensor> tensors = new ArrayList<>();
        List<String> passedOver = new ArrayList<>();
        long total = 0;
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            String name = entry.getKey().toString();
            if (NumberedTensors.isParameter(name) && entry.getValue() instanceof NdArray array) {
                // A few bytes of pickle can name the same large array again and again.
                total += array.bytes();
                if (total > bytes.length) {
                    throw new IllegalArgumentException("the arrays must not share their bytes but do, at " + name);
                }
                tensors.add(array.tensor(name));
            } else {
                passedOver.add(name);
            }
        }
        return new NamedTensors("NumPy pickle", Map.of(), tensors, passedOver);
    }
}
