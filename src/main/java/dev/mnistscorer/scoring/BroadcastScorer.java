package dev.mnistscorer.scoring;

import dev.mnistscorer.kernel.KernelChoice;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.spark.PartitionRows;
import dev.mnistscorer.spark.RowView;
import dev.mnistscorer.table.ScoreColumn;
import java.io.Serializable;
import java.util.Set;
import org.apache.spark.broadcast.Broadcast;

/** The executors' side of a {@link Scorer}. */
public final class BroadcastScorer implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Broadcast<DenseNetwork> network;
    private final int batchSize;
    private final KernelChoice kernel;
    private final Set<ScoreColumn> columns;

    BroadcastScorer(Broadcast<DenseNetwork> network, int batchSize, KernelChoice kernel, Set<ScoreColumn> columns) {
        this.network = network;
        this.batchSize = batchSize;
        this.kernel = kernel;
        this.columns = columns;
    }

    /**
     * Scores the rows of a partition.
     *
     * @param images rows with the image as the last column
     * @param invalidRows takes the rows that cannot be scored, which are left out; the others are scored as if they were
     *     not there
     * @return columns as {@link Scorer#schema} has them
     */
    public PartitionRows score(PartitionRows images, InvalidRows invalidRows) {
        DenseNetwork shared = network.value();
        ForwardPass pass = new ForwardPass(shared, kernel.create(), batchSize, columns);
        return images.inBatches(view -> batch(view, shared, pass, invalidRows));
    }

    /** Name of the kernel with which this JVM scores. */
    public String kernel() {
        return kernel.create().name();
    }

    private ImageBatch batch(RowView view, DenseNetwork shared, ForwardPass pass, InvalidRows invalidRows) {
        RowCheck check = new RowCheck(view, shared.inputs(), shared.classes());
        return new ImageBatch(pass, view, shared.inputs(), columns, check, invalidRows);
    }
}
