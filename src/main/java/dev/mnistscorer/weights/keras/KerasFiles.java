package dev.mnistscorer.weights.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.content.Layout;
import dev.mnistscorer.weights.content.Limits;
import dev.mnistscorer.weights.content.NamedTensors;
import dev.mnistscorer.weights.content.ParsedWeights;
import dev.mnistscorer.weights.content.StepChain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Files of Keras: {@code .keras}, an archive of a configuration and an HDF5 file of weights; {@code .h5}, an HDF5 file
 * with both; and HDF5 files of weights alone, which do not contain the activations.
 */
public final class KerasFiles {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "model.weights.h5";
    private static final String METADATA = "metadata.json";
    private static final String VERSION = "keras_version";
    private static final String MODEL_CONFIG = "model_config";

    private KerasFiles() {}

    /** Returns true if the entries are those of a {@code .keras} archive. */
    public static boolean isArchive(Set<String> entries) {
        return entries.contains(CONFIG);
    }

    /** Returns true if the bytes start with the signature of HDF5. */
    public static boolean isHdf5(byte[] bytes) {
        return Hdf5.isHdf5(bytes);
    }

    /**
     * Reads an archive.
     *
     * @throws IllegalArgumentException if it is broken, or describes no dense network
     */
    public static ParsedWeights readArchive(Map<String, byte[]> entries) {
        byte[] weights = entries.get(WEIGHTS);
        if (weights == null || !isHdf5(weights)) {
            throw new IllegalArgumentException("the archive must hold an HDF5 file " + WEIGHTS + " but does not");
        }
        String version = version(entries.get(METADATA));
        String config = new String(entries.get(CONFIG), StandardCharsets.UTF_8);
        List<StoredLayer> stored = Hdf5.read(weights, WeightStore::layers);
        return chain(KerasConfig.layers(config), stored, version);
    }

    private static String version(byte[] metadata) {
        Limits.requireText(METADATA, metadata == null ? 0 : metadata.length);
        try {
            return metadata == null ? "" : JSON.readTree(metadata).path(VERSION).asText();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(METADATA + " must be JSON but is not: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(METADATA + " must be JSON but is not", e);
        }
    }

    /**
     * Returns true if the bytes are an HDF5 file with the configuration of a model.
     *
     * @throws IllegalArgumentException if they are an HDF5 file that is broken
     */
    public static boolean isModel(byte[] bytes) {
        return isHdf5(bytes)
                && Hdf5.read(
                        bytes, (file, root) -> file.text(root, MODEL_CONFIG).isPresent());
    }

    /**
     * Reads an HDF5 file with the configuration of its model.
     *
     * @throws IllegalArgumentException if it is broken, or describes no dense network
     */
    public static ParsedWeights readModel(byte[] bytes) {
        Model model = Hdf5.read(
                bytes,
                (file, root) -> new Model(
                        file.text(root, MODEL_CONFIG).orElse(""),
                        file.text(root, VERSION).orElse(""),
                        WeightStore.layers(file, root)));
        return chain(KerasConfig.layers(model.config), model.stored, model.version);
    }

    /** Parts of an HDF5 file that make a model. */
    private record Model(String config, String version, List<StoredLayer> stored) {}

    private static ParsedWeights chain(List<KerasLayer> layers, List<StoredLayer> stored, String version) {
        Map<String, String> metadata = new TreeMap<>();
        if (!version.isEmpty()) {
            metadata.put(VERSION, version);
        }
        boolean keras2 = version.startsWith("1.") || version.startsWith("2.");
        return new StepChain(metadata, KerasSteps.of(layers, stored, keras2), List.of());
    }

    /**
     * Reads an HDF5 file of weights alone.
     *
     * @throws IllegalArgumentException if it is broken, or holds other layers than dense ones
     */
    public static ParsedWeights readWeights(byte[] bytes) {
        List<StoredLayer> stored = Hdf5.read(bytes, WeightStore::layers);
        if (stored.isEmpty()) {
            throw new IllegalArgumentException("the HDF5 file must hold the weights of Keras layers but holds none");
        }
        List<Tensor> tensors = new ArrayList<>();
        for (StoredLayer layer : stored) {
            List<Tensor> variables = layer.variables();
            boolean dense = variables.size() <= 2
                    && variables.get(0).rank() == 2
                    && (variables.size() == 1 || variables.get(1).rank() == 1);
            if (!dense) {
                throw new IllegalArgumentException(layer.group() + " is not a dense layer, and a file of weights alone"
                        + " does not state its position: save the whole model as .keras");
            }
            tensors.add(named(variables.get(0), layer.group() + "/kernel"));
            if (variables.size() == 2) {
                tensors.add(named(variables.get(1), layer.group() + "/bias"));
            }
        }
        return new NamedTensors(Map.of(), tensors, List.of(), List.of(), Optional.of(Layout.IN_OUT));
    }

    private static Tensor named(Tensor tensor, String name) {
        return new Tensor(name, tensor.shape(), tensor.values());
    }
}
