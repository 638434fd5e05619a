package dev.mnistscorer.scoring;

import dev.mnistscorer.kernel.Kernel;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.table.NetworkRole;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;

/** The networks of a scorer as they are broadcast. */
final class SharedNetworks implements Serializable {
    private static final long serialVersionUID = 1L;

    private final EnumMap<NetworkRole, SharedNetwork> networks = new EnumMap<>(NetworkRole.class);

    SharedNetworks(Map<NetworkRole, DenseNetwork> networks) {
        networks.forEach((role, network) -> this.networks.put(role, new SharedNetwork(network)));
    }

    /** The networks for kernels of the implementation that {@code kernel} is of: the same ones in all calls. */
    Map<NetworkRole, PackedNetwork> packed(Kernel kernel) {
        Map<NetworkRole, PackedNetwork> packed = new EnumMap<>(NetworkRole.class);
        networks.forEach((role, network) -> packed.put(role, network.packed(kernel)));
        return packed;
    }
}
