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
import dev.mnistscorer.table.ScoreColumn;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.types.StructField;

/** The executors' side of a {@link Scorer}. */
public final class BroadcastScorer implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Broadcast<SharedNetwork> network;
    private final Scorer.Settings settings;
    private final InputColumns inputs;

    BroadcastScorer(Broadcast<SharedNetwork> network, Scorer.Settings settings, InputColumns inputs) {
        this.network = network;
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
        PackedNetwork shared = network.value().packed(kernel);
        ForwardPass pass = new ForwardPass(shared, kernel, settings.batchSize(), settings.columns());
        return images.inBatches(view -> batch(view, shared.network(), pass, invalidRows, decoded));
    }

    /** Name of the kernel with which this JVM scores. */
    public String kernel() {
        return settings.kernel().create().name();
    }

    private ImageBatch batch(
            RowView view, DenseNetwork shared, ForwardPass pass, InvalidRows invalidRows, ImageSink decoded) {
        int labelColumn = inputs.hasLabel() ? view.column(Columns.LABEL) : RowView.ABSENT;
        LabelDecoder labels = new LabelDecoder(
                view,
                labelColumn,
                pass.batchSize(),
                shared.classes(),
                settings.format().labelOffset());
        StructField image = view.schema().apply(Columns.IMAGE);
        RowCheck check = new RowCheck(
                new MalformedRows(view),
                ImageDecoder.of(view, settings.format()),
                Shape.of(image, shared.inputs()),
                labels,
                decoded);
        return new ImageBatch(
                pass,
                labels,
                check,
                settings.columns().stream().sorted().toArray(ScoreColumn[]::new),
                inputs,
                inputs.scored(settings.columns(), image.metadata()),
                invalidRows);
    }
}
