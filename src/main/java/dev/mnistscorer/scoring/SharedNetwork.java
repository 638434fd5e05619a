package dev.mnistscorer.scoring;

import dev.mnistscorer.kernel.Kernel;
import dev.mnistscorer.network.DenseNetwork;
import java.io.Serializable;

/** A network as it is broadcast: the first task of an executor lays it out for all of its tasks. */
final class SharedNetwork implements Serializable {
    private static final long serialVersionUID = 1L;

    private final DenseNetwork network;
    private transient PackedNetwork packed;

    SharedNetwork(DenseNetwork network) {
        this.network = network;
    }

    /** The network for kernels of the implementation that {@code kernel} is of: the same one in all calls. */
    synchronized PackedNetwork packed(Kernel kernel) {
        if (packed == null) {
            packed = PackedNetwork.of(network, kernel);
        }
        return packed;
    }
}
