package dev.mnistscorer.weights.torch;

import dev.mnistscorer.weights.pickle.Pickle;
import dev.mnistscorer.weights.pickle.PickleNames;
import java.util.Map;
import java.util.Optional;

/** Layer of a pickled model: its class and its attributes. */
final class TorchLayer implements PickleNames.Built {
    private final String className;
    private Map<?, ?> state = Map.of();

    TorchLayer(String className) {
        this.className = className;
    }

    @Override
    public void setState(Object attributes) {
        state = (Map<?, ?>) attributes;
    }

    String className() {
        return className;
    }

    /** Layers of a container, by name. */
    Map<?, ?> layers() {
        return state.get("_modules") instanceof Map<?, ?> layers ? layers : Map.of();
    }

    /** Parameter or buffer; empty if the layer is configured without it. */
    Optional<TorchTensor> tensor(String name) {
        for (String group : new String[] {"_parameters", "_buffers"}) {
            if (state.get(group) instanceof Map<?, ?> entries && entries.get(name) instanceof TorchTensor tensor) {
                return Optional.of(tensor);
            }
        }
        return Optional.empty();
    }

    /** Number among the attributes; {@code otherwise} if there is none. */
    double number(String name, double otherwise) {
        Object value = state.get(name);
        if (value instanceof Double real) {
            return real;
        }
        return value instanceof Long whole ? whole : otherwise;
    }

    /** Text among the attributes; empty if there is none. */
    Optional<String> text(String name) {
        return state.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Returns true if there is an attribute of any kind but None. */
    boolean has(String name) {
        return state.containsKey(name) && state.get(name) != Pickle.NONE;
    }
}
