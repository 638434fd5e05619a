package dev.mnistscorer.scoring;

import dev.mnistscorer.image.MiniBatch;
import dev.mnistscorer.kernel.Kernel;
import dev.mnistscorer.table.NetworkRole;
import dev.mnistscorer.table.ScoreColumn;
import dev.mnistscorer.table.ScoreField;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The forward passes of the networks of a scorer over the same mini-batch, and the fields that are read of them. For one thread. */
final class BatchPasses {
    private final MiniBatch images;
    private final int batchSize;
    private final ForwardPass[] passes;
    private final ScoreColumn[] columns; // [field]
    private final ForwardPass[] sources; // [field]

    /** Allocates buffers; {@code networks} are laid out for {@code kernel} and have the same inputs. */
    BatchPasses(Map<NetworkRole, PackedNetwork> networks, Kernel kernel, int batchSize, List<ScoreField> fields) {
        int inputs = networks.get(NetworkRole.BASE).network().inputs();
        this.images = new MiniBatch(Kernel.padRows(batchSize), inputs);
        this.batchSize = batchSize;
        Map<NetworkRole, ForwardPass> byRole = new EnumMap<>(NetworkRole.class);
        networks.forEach((role, network) -> byRole.put(
                role, new ForwardPass(network, kernel, images, batchSize, ScoreField.columns(fields, role))));
        this.passes = byRole.values().toArray(ForwardPass[]::new);
        this.columns = fields.stream().map(ScoreField::column).toArray(ScoreColumn[]::new);
        this.sources = fields.stream().map(field -> byRole.get(field.role())).toArray(ForwardPass[]::new);
    }

    /** Largest number of images in a mini-batch. */
    int batchSize() {
        return batchSize;
    }

    /** Buffer of the images: {@code [batch, inputs]}. */
    MiniBatch images() {
        return images;
    }

    /** Number of fields. */
    int fields() {
        return columns.length;
    }

    /** Scores the first {@code count} images of the buffer with each network. */
    void run(int count) {
        for (ForwardPass pass : passes) {
            pass.run(count);
        }
    }

    /** Value of a field of image {@code place}. */
    Object value(int place, int field) {
        ForwardPass pass = sources[field];
        return switch (columns[field]) {
            case PREDICTION -> pass.prediction(place);
            case CONFIDENCE -> pass.confidence(place);
            case PROBABILITY -> pass.scores(place);
        };
    }
}
