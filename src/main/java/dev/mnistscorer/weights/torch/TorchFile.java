package dev.mnistscorer.weights.torch;

import dev.mnistscorer.weights.content.Allowance;
import dev.mnistscorer.weights.content.NamedTensors;
import dev.mnistscorer.weights.content.ParsedWeights;
import dev.mnistscorer.weights.content.StepChain;
import dev.mnistscorer.weights.content.TensorCollector;
import dev.mnistscorer.weights.content.TensorName;
import dev.mnistscorer.weights.pickle.Pickle;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Zip file that {@code torch.save} writes since PyTorch 1.6 (PyTorch documentation, "Serialization semantics"): {@code
 * NAME/data.pkl}, whose tensors are views of the records {@code NAME/data/KEY}. It holds a {@code state_dict}, a checkpoint
 * with one, or an {@code nn.Sequential}.
 */
public final class TorchFile {
    private static final String PICKLE = "/data.pkl";
    private static final String CONSTANTS = "/constants.pkl";
    private static final List<String> STATES = List.of("state_dict", "model_state_dict", "model");
    private static final List<String> PREFIXES = List.of("module.", "_orig_mod.");

    private TorchFile() {}

    /** Returns true if the entries of a zip file are those of PyTorch, TorchScript included. */
    public static boolean isTorch(Set<String> entries) {
        return entries.stream().anyMatch(name -> name.endsWith(PICKLE));
    }

    /**
     * Reads a file.
     *
     * @param entries contents of the zip file, by name
     * @throws IllegalArgumentException if it is broken, TorchScript, or holds anything else than tensors and known layers
     */
    public static ParsedWeights read(Map<String, byte[]> entries) {
        List<String> pickles =
                entries.keySet().stream().filter(name -> name.endsWith(PICKLE)).toList();
        if (pickles.size() != 1) {
            throw new IllegalArgumentException("the archive must hold one data.pkl but holds " + pickles);
        }
        String name = pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
        if (entries.containsKey(name + CONSTANTS)
                || entries.keySet().stream().anyMatch(entry -> entry.startsWith(name + "/code/"))) {
            throw new IllegalArgumentException(
                    "the archive must hold data but holds a program, as torch.jit.save writes"
                            + " it (TorchScript): save the model's state_dict(), or export it to ONNX");
        }
        byte[] order = entries.get(name + "/byteorder");
        if (order != null && !new String(order, StandardCharsets.ISO_8859_1).equals("little")) {
            throw new IllegalArgumentException("the numbers must be little-endian but the record byteorder says "
                    + new String(order, 0, Math.min(order.length, 10), StandardCharsets.ISO_8859_1));
        }
        Map<String, byte[]> records = new HashMap<>();
        long length = 0;
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            if (entry.getKey().startsWith(name + "/data/")) {
                records.put(entry.getKey().substring(name.length() + "/data/".length()), entry.getValue());
                length += entry.getValue().length;
            }
        }
        Allowance allowance = new Allowance(length);
        Object root = Pickle.load(entries.get(pickles.get(0)), new TorchNames(records));
        Object model = root instanceof Map<?, ?> dict ? state(dict) : root;
        if (model instanceof TorchLayer layer) {
            return new StepChain(Map.of(), new TorchSteps(allowance).of(layer), List.of());
        }
        if (!(model instanceof Map<?, ?> state)) {
            throw new IllegalArgumentException(
                    "the pickle must hold a state_dict, a dict with one, or an nn.Sequential but does not");
        }
        return tensors(withoutPrefixes(state), allowance);
    }

    /** Part of a checkpoint that is the state of the model; the dict itself if it is no checkpoint. */
    private static Object state(Map<?, ?> dict) {
        for (String key : STATES) {
            Object state = dict.get(key);
            if (state instanceof Map || state instanceof TorchLayer) {
                return state;
            }
        }
        return dict;
    }

    /** Removes what wrappers of a model put before all names. */
    private static Map<String, Object> withoutPrefixes(Map<?, ?> state) {
        Map<String, Object> named = new LinkedHashMap<>();
        state.forEach((name, value) -> {
            TensorName.requireShort(name.toString());
            named.put(name.toString(), value);
        });
        for (String prefix : PREFIXES) {
            if (!named.isEmpty() && named.keySet().stream().allMatch(name -> name.startsWith(prefix))) {
                Map<String, Object> shorter = new LinkedHashMap<>();
                named.forEach((name, value) -> shorter.put(name.substring(prefix.length()), value));
                return withoutPrefixes(shorter);
            }
        }
        return named;
    }

    private static NamedTensors tensors(Map<String, Object> state, Allowance allowance) {
        TensorCollector tensors = new TensorCollector();
        state.forEach((name, value) -> {
            if (value instanceof TorchTensor tensor && tensor.holdsFloats()) {
                tensors.add(name, () -> tensor.tensor(name, allowance));
            } else {
                tensors.ignore(name);
            }
        });
        return tensors.named(Map.of());
    }
}
