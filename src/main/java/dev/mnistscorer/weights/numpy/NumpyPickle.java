package dev.mnistscorer.weights.numpy;

import dev.mnistscorer.weights.content.Limits;
import dev.mnistscorer.weights.content.NamedTensors;
import dev.mnistscorer.weights.content.TensorCollector;
import dev.mnistscorer.weights.content.TensorName;
import dev.mnistscorer.weights.pickle.Pickle;
import java.util.List;
import java.util.Map;

/**
 * Pickled dict or list of NumPy arrays. Nested containers contribute to the names: {@code {"coefs": [a, b]}} holds {@code
 * coefs.0} and {@code coefs.1}.
 */
public final class NumpyPickle {
    private final long length;
    private final TensorCollector tensors = new TensorCollector();
    private long total;
    private int visited;

    private NumpyPickle(long length) {
        this.length = length;
    }

    /** Returns true if the bytes start as a pickle of a supported protocol does. */
    public static boolean isPickle(byte[] bytes) {
        return Pickle.isPickle(bytes);
    }

    /**
     * Reads a pickle.
     *
     * @throws IllegalArgumentException if it holds anything else, or is cut off or broken
     */
    public static NamedTensors read(byte[] bytes) {
        Object root = Pickle.load(bytes, NumpyName.ALL);
        if (!(root instanceof Map) && !(root instanceof List)) {
            throw new IllegalArgumentException("the pickle must hold a dict or a list of arrays but does not");
        }
        NumpyPickle pickle = new NumpyPickle(bytes.length);
        pickle.take("", root, 0);
        return pickle.tensors.named(Map.of());
    }

    private void take(String name, Object value, int depth) {
        // Containers count too: a few bytes of pickle can name the same one again and again.
        if (depth > Limits.DEEPEST || ++visited > Limits.MOST_ENTRIES) {
            throw new IllegalArgumentException("the pickle must hold at most " + Limits.MOST_ENTRIES + " entries, "
                    + Limits.DEEPEST + " levels deep, but holds more at " + name);
        }
        if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, entry) -> take(join(name, key), entry, depth + 1));
        } else if (value instanceof List<?> items && !items.isEmpty()) {
            for (int i = 0; i < items.size(); i++) {
                take(join(name, i), items.get(i), depth + 1);
            }
        } else if (value instanceof NdArray array) {
            // A few bytes of pickle can name the same large array again and again.
            total += array.bytes();
            if (total > length) {
                throw new IllegalArgumentException("the arrays must not share their bytes but do, at " + name);
            }
            tensors.add(name, () -> array.tensor(name));
        } else {
            tensors.ignore(name);
        }
    }

    private static String join(String path, Object name) {
        String joined = path.isEmpty() ? name.toString() : path + "." + name;
        TensorName.requireShort(joined);
        return joined;
    }
}
