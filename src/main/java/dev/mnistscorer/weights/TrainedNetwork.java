package dev.mnistscorer.weights;

import dev.mnistscorer.network.DenseLayer;
import dev.mnistscorer.network.PixelScaling;
import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.numpy.Npz;
import dev.mnistscorer.weights.safetensors.Safetensors;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A trained network, to be written to a file whose metadata state all that scoring needs.
 *
 * @param layers layers on scaled pixels
 * @param scaling scaling of the pixels
 * @param origin further entries of the metadata: the training set, the seed, …
 */
public record TrainedNetwork(List<DenseLayer> layers, PixelScaling scaling, Map<String, String> origin) {
    static final String ACTIVATIONS = "activations";
    static final String SCALE = "scale";
    static final String MEAN = "mean";
    static final String STD = "std";

    /**
     * Returns true if metadata have all four keys of a file written here; files of other origin may have one of them.
     */
    static boolean describes(Map<String, String> metadata) {
        return metadata.keySet().containsAll(List.of(ACTIVATIONS, SCALE, MEAN, STD));
    }

    /** Returns the network as a safetensors file. */
    public byte[] safetensors() {
        return Safetensors.write(metadata(), tensors());
    }

    /** Returns the network as a {@code .npz} file. */
    public byte[] npz() {
        return Npz.write(metadata(), tensors());
    }

    private List<Tensor> tensors() {
        return layers.stream()
                .flatMap(layer -> List.of(layer.weights(), layer.bias()).stream())
                .toList();
    }

    private Map<String, String> metadata() {
        Map<String, String> metadata = new TreeMap<>(origin);
        metadata.put(
                "layers",
                layers.get(0).inputs()
                        + layers.stream().map(layer -> "," + layer.outputs()).collect(Collectors.joining()));
        metadata.put(
                ACTIVATIONS,
                layers.stream().map(layer -> layer.activation().toString()).collect(Collectors.joining(",")));
        metadata.put(SCALE, Double.toString(scaling.scale()));
        metadata.put(MEAN, Double.toString(scaling.mean()));
        metadata.put(STD, Double.toString(scaling.std()));
        return metadata;
    }
}
