package dev.mnistscorer.weights.torch;

import dev.mnistscorer.weights.pickle.Pickle;
import dev.mnistscorer.weights.pickle.PickleNames;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names that PyTorch imports for tensors, and for the layers of an {@code nn.Sequential}. */
final class TorchNames implements PickleNames {
    private static final String LAYERS = "torch.nn.modules.";

    /** Layers, by module and class. */
    private static final Set<String> KNOWN_LAYERS = Set.of(
            "container.Sequential",
            "linear.Linear",
            "linear.Identity",
            "flatten.Flatten",
            "dropout.Dropout",
            "batchnorm.BatchNorm1d",
            "activation.ReLU",
            "activation.LeakyReLU",
            "activation.ELU",
            "activation.SELU",
            "activation.GELU",
            "activation.Sigmoid",
            "activation.Hardsigmoid",
            "activation.Tanh",
            "activation.Softplus",
            "activation.Softmax",
            "activation.LogSoftmax");

    private final Map<String, byte[]> records;
    private final Map<String, TorchStorage> storages = new HashMap<>();

    /**
     * Takes the records that storages may be.
     *
     * @param records contents, by the key that the pickle uses
     */
    TorchNames(Map<String, byte[]> records) {
        this.records = records;
    }

    @Override
    public String kind() {
        return "tensors and known layers";
    }

    @Override
    public Name of(String module, String name) {
        String full = module + "." + name;
        switch (full) {
            case "collections.OrderedDict" -> {
                return TorchNames::dict;
            }
            case "torch._utils._rebuild_tensor_v2" -> {
                return TorchTensor::rebuild;
            }
            case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state" -> {
                return arguments -> arguments.get(0);
            }
            case "torch.Size" -> {
                return arguments -> arguments.get(0);
            }
            case "__builtin__.set", "builtins.set" -> {
                return arguments -> Pickle.NONE;
            }
            default -> {}
        }
        if (module.equals("torch") && name.endsWith("Storage")) {
            String type = name.substring(0, name.length() - "Storage".length()).toUpperCase(Locale.ROOT);
            for (TorchStorage.Type each : TorchStorage.Type.values()) {
                if (each.name().equals(type)) {
                    return each;
                }
            }
        }
        if (full.startsWith(LAYERS) && KNOWN_LAYERS.contains(full.substring(LAYERS.length()))) {
            return new LayerClass(name);
        }
        throw new IllegalArgumentException("the pickle imports " + full + ", but only the names of tensors and of the"
                + " layers of an nn.Sequential are allowed; nothing was executed: save the model's state_dict()");
    }

    /** Class of layers, whose objects are described by their state. */
    private record LayerClass(String name) implements Name {
        @Override
        public Object apply(List<Object> arguments) {
            throw new IllegalArgumentException(name + " must not be called");
        }

        @Override
        public Object create() {
            return new TorchLayer(name);
        }
    }

    /** Returns a dict, from pairs if there are any. */
    private static Object dict(List<Object> arguments) {
        Map<Object, Object> dict = new LinkedHashMap<>();
        if (!arguments.isEmpty()) {
            for (Object pair : (List<?>) arguments.get(0)) {
                dict.put((String) ((List<?>) pair).get(0), ((List<?>) pair).get(1));
            }
        }
        return dict;
    }

    /** Returns the storage of {@code ("storage", type, key, location, length)}. */
    @Override
    public Object persistent(Object identifier) {
        List<?> parts = (List<?>) identifier;
        if (!"storage".equals(parts.get(0))) {
            throw new IllegalArgumentException("an object outside the pickle must be a storage but is not");
        }
        TorchStorage.Type type = (TorchStorage.Type) parts.get(1);
        String key = (String) parts.get(2);
        byte[] record = records.get(key);
        if (record == null) {
            throw new IllegalArgumentException("the archive must hold the record data/" + key + " but does not");
        }
        long length = (Long) parts.get(4);
        return storages.computeIfAbsent(
                key + " " + type + " " + length, id -> new TorchStorage("data/" + key, type, record, length));
    }
}
