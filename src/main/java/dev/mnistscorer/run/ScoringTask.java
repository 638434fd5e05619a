package dev.mnistscorer.run;

import dev.mnistscorer.evaluation.Evaluator;
import dev.mnistscorer.evaluation.ScoredImage;
import dev.mnistscorer.evaluation.Tally;
import dev.mnistscorer.image.ImageSample;
import dev.mnistscorer.image.ImageSampler;
import dev.mnistscorer.image.ImageSink;
import dev.mnistscorer.image.RowFormat;
import dev.mnistscorer.image.Shape;
import dev.mnistscorer.publish.RowWriter;
import dev.mnistscorer.publish.RowWriters;
import dev.mnistscorer.scoring.BroadcastScorer;
import dev.mnistscorer.scoring.InvalidRows;
import dev.mnistscorer.spark.FileOutput;
import dev.mnistscorer.spark.InternalRows;
import dev.mnistscorer.spark.PartitionRows;
import dev.mnistscorer.spark.RowView;
import dev.mnistscorer.table.InvalidRowPolicy;
import java.io.Serializable;
import java.util.List;

/**
 * A task of a scoring run: scores, tallies and writes the rows of one partition in one pass.
 *
 * @param scorer scores the rows
 * @param evaluator tallies the scored rows
 * @param policy policy for invalid rows
 * @param writers write the rows
 * @param shape shape of the images
 * @param format format of the images
 */
record ScoringTask(
        BroadcastScorer scorer,
        Evaluator evaluator,
        InvalidRowPolicy policy,
        RowWriters writers,
        Shape shape,
        RowFormat format)
        implements InternalRows.PartitionTask<ScoringTask.Result> {
    private static final long serialVersionUID = 1L;

    /**
     * Result of a task.
     *
     * @param tally counts over the scored rows
     * @param sample figures of the scored images
     * @param invalid number of invalid rows that were left out
     * @param commits commit of the files that the task has written, if it has
     * @param kernel name of the kernel
     */
    record Result(Tally tally, ImageSample sample, long invalid, List<FileOutput.Commit> commits, String kernel)
            implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public Result run(PartitionRows images) {
        try (RowWriter writer = writers.begin()) {
            Rejects rejects = new Rejects(writer);
            ImageSampler sampler = new ImageSampler(shape);
            PartitionRows scored = scorer.score(images, rejects, format.holdsPixels() ? sampler : ImageSink.NONE);
            Tally tally = evaluator.emptyTally();
            ScoredImage image = evaluator.images(scored.row());
            while (scored.next()) {
                tally.add(image);
                writer.write(scored.row());
            }
            return new Result(tally, sampler.sample(), rejects.count, writer.commit(), scorer.kernel());
        }
    }

    /** Treats invalid rows as the policy has it. */
    private final class Rejects implements InvalidRows {
        private final RowWriter writer;
        private long count;

        Rejects(RowWriter writer) {
            this.writer = writer;
        }

        @Override
        public void take(RowView row, String reason) {
            if (policy == InvalidRowPolicy.FAIL) {
                InvalidRows.FAIL.take(row, reason);
            }
            count++;
            if (policy == InvalidRowPolicy.QUARANTINE) {
                writer.quarantine(row, reason);
            }
        }
    }
}
