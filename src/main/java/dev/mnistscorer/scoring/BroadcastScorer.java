package dev.mnistscorer.scoring;

import dev.mnistscorer.image.ImageDecoder;
import dev.mnistscorer.image.ImageSink;
import dev.mnistscorer.image.LabelDecoder;
import dev.mnistscorer.image.MalformedRows;
import dev.mnistscorer.image.Shape;
import dev.mnistscorer.kernel.Kernel;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.spark.PartitionRows;
import dev.mnistscorer.spark.RowView;
import dev.mnistscorer.table.Columns;
import dev.mnistscorer.table.NetworkRole;
import java.io.Serializable;
import java.util.Map;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.types.StructField;

/** The executors' side of a {@link Scorer}. */
public final class BroadcastScorer implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Broadcast<SharedNetworks> networks;
    private final Scorer.Settings settings;
    private final InputColumns inputs;

    BroadcastScorer(Broadcast<SharedNetworks> networks, Scorer.Settings settings, InputColumns inputs) {
        this.networks = networks;
        this.settings = settings;
        this.inputs = inputs;
    }

    /**
     * Scores the rows of a partition.
     *
     * @param images rows as {@link Scorer#rows} has them
     * @param invalidRows takes the rows that cannot be scored, which are left out; the others are scored as if they were
     *     not there
     * @return columns as {@link Scorer#schema} has them
     */
    public PartitionRows score(PartitionRows images, InvalidRows invalidRows) {
        return score(images, invalidRows, ImageSink.NONE);
    }

    /**
     * Scores the rows of a partition.
     *
     * @param images rows as {@link Scorer#rows} has them
     * @param invalidRows takes the rows that cannot be scored
     * @param decoded takes the images of the others
     * @return columns as {@link Scorer#schema} has them
     */
    public PartitionRows score(PartitionRows images, InvalidRows invalidRows, ImageSink decoded) {
        Kernel kernel = settings.kernel().create();
        Map<NetworkRole, PackedNetwork> packed = networks.value().packed(kernel);
        DenseNetwork base = packed.get(NetworkRole.BASE).network();
        BatchPasses passes = new BatchPasses(packed, kernel, settings.batchSize(), settings.fields());
        return images.inBatches(view -> batch(view, base, passes, invalidRows, decoded));
    }

    /** Name of the kernel with which this JVM scores. */
    public String kernel() {
        return settings.kernel().create().name();
    }

    private ImageBatch batch(
            RowView view, DenseNetwork base, BatchPasses passes, InvalidRows invalidRows, ImageSink decoded) {
        int labelColumn = inputs.hasLabel() ? view.column(Columns.LABEL) : RowView.ABSENT;
        LabelDecoder labels = new LabelDecoder(
                view,
                labelColumn,
                passes.batchSize(),
                base.classes(),
                settings.format().labelOffset());
        StructField image = view.schema().apply(Columns.IMAGE);
        RowCheck check = new RowCheck(
                new MalformedRows(view),
                ImageDecoder.of(view, settings.format()),
                Shape.of(image, base.inputs()),
                labels,
                decoded);
        return new ImageBatch(
                passes, labels, check, inputs, inputs.scored(settings.fields(), image.metadata()), invalidRows);
    }
}
