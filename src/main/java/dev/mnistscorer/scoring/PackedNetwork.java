package dev.mnistscorer.scoring;

import dev.mnistscorer.kernel.Kernel;
import dev.mnistscorer.kernel.PackedLayer;
import dev.mnistscorer.network.DenseNetwork;
import java.util.List;

/**
 * A network laid out for a kernel. Immutable, so that all threads of a JVM share it.
 *
 * @param network the network
 * @param layers its layers, in order
 */
record PackedNetwork(DenseNetwork network, List<PackedLayer> layers) {

    /** Lays a network out for kernels of the implementation that {@code kernel} is of. */
    static PackedNetwork of(DenseNetwork network, Kernel kernel) {
        return new PackedNetwork(
                network,
                network.layers().stream()
                        .map(layer -> kernel.pack(
                                layer.inputs(),
                                layer.outputs(),
                                layer.weights().values(),
                                layer.bias().values()))
                        .toList());
    }
}
