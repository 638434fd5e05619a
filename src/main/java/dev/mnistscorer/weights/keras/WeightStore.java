package dev.mnistscorer.weights.keras;

import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.content.Limits;
import dev.mnistscorer.weights.content.NaturalOrder;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.object.datatype.FixedPoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Layers with weights in an HDF5 file, in the two structures that Keras writes. */
final class WeightStore {
    /** Groups of layers; the second one in files of Keras before 3.1. */
    private static final Set<String> CONTAINERS = Set.of("layers", "_layer_checkpoint_dependencies");

    private static final String VARIABLES = "vars";
    private static final String LAYER_NAMES = "layer_names";
    private static final String WEIGHT_NAMES = "weight_names";
    private static final String MODEL_WEIGHTS = "model_weights";

    private final Hdf5 file;
    private final List<StoredLayer> layers = new ArrayList<>();

    private WeightStore(Hdf5 file) {
        this.file = file;
    }

    /**
     * Returns the layers, in the order stored by Keras 2; else ordered by the names of their groups, as for Keras 3.
     */
    static List<StoredLayer> layers(Hdf5 file, Group root) {
        WeightStore store = new WeightStore(file);
        Group legacy =
                root.getAttributes().containsKey("model_config") ? (Group) file.child(root, MODEL_WEIGHTS) : root;
        if (file.texts(legacy, LAYER_NAMES).isPresent()) {
            store.legacy(legacy);
        } else {
            store.walk(root, "", 0);
        }
        return store.layers;
    }

    /**
     * Reads the structure of Keras 2: attributes of the root name the groups of the layers, attributes of these the paths
     * of weights.
     */
    private void legacy(Group root) {
        for (String layer : file.texts(root, LAYER_NAMES).get()) {
            Group group = (Group) file.child(root, layer);
            Map<String, List<Tensor>> variables = new LinkedHashMap<>();
            for (String weight : file.texts(group, WEIGHT_NAMES).orElse(List.of())) {
                // The group of a nested model holds the weights of all its layers.
                int slash = weight.lastIndexOf('/');
                String owner = slash < 0 ? layer : weight.substring(0, slash);
                variables
                        .computeIfAbsent(owner, key -> new ArrayList<>())
                        .add(file.tensor(weight, file.child(group, weight)));
            }
            variables.forEach((owner, tensors) ->
                    layers.add(new StoredLayer(owner, owner.substring(owner.lastIndexOf('/') + 1), tensors)));
        }
    }

    /** Reads the structure of Keras 3: a group for each layer, with its numbered variables in {@code vars}. */
    private void walk(Group group, String path, int depth) {
        if (depth > Limits.DEEPEST) {
            throw new Hdf5.Refusal("the HDF5 file must have groups at most " + Limits.DEEPEST + " deep but has deeper");
        }
        List<Node> children = new ArrayList<>(file.children(group));
        children.sort(Comparator.comparing(Node::getName, NaturalOrder.INSTANCE));
        for (Node child : children) {
            if (!(child instanceof Group below)) {
                continue;
            }
            if (child.getName().equals(VARIABLES)) {
                variables(below, path);
            } else {
                // Keras on Windows writes the separators of its paths into the names of groups.
                List<String> parts = new ArrayList<>(List.of(child.getName().split("[/\\\\]")));
                boolean contains = parts.removeIf(CONTAINERS::contains);
                if (depth > 0 || contains) {
                    parts.add(0, path);
                    parts.removeIf(String::isEmpty);
                    walk(below, String.join("/", parts), depth + 1);
                }
            }
        }
    }

    private void variables(Group group, String path) {
        List<Node> stored = new ArrayList<>(file.children(group));
        if (stored.isEmpty()) {
            return;
        }
        stored.sort(Comparator.comparing(Node::getName, NaturalOrder.INSTANCE));
        List<Tensor> variables = new ArrayList<>();
        for (Node variable : stored) {
            // Counters and seeds are no weights.
            if (variable instanceof Dataset data && data.getDataType() instanceof FixedPoint) {
                continue;
            }
            variables.add(file.tensor(path + "/" + VARIABLES + "/" + variable.getName(), variable));
        }
        if (!variables.isEmpty()) {
            String name = file.text(group, "name").orElse("");
            layers.add(new StoredLayer(path, name, variables));
        }
    }
}
