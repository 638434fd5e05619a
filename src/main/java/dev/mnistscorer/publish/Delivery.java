package dev.mnistscorer.publish;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.spark.FileOutput;
import dev.mnistscorer.table.InvalidRowPolicy;
import dev.mnistscorer.table.ScoreField;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/**
 * Destination of one run's predictions. The calls come in this order: {@link #published}, {@link #begin}, {@link #complete},
 * then {@link #publish} or {@link #reject}. {@link #close} before either of these two withdraws all that was written.
 */
public sealed interface Delivery extends AutoCloseable permits NoDelivery, StagedDelivery {
    /** Score columns that are delivered, in order. */
    List<ScoreField> fields();

    /**
     * Input files that published runs have scored, without their labels.
     *
     * @throws BadInputException if a manifest is damaged
     */
    Set<InputFile> scoredFiles() throws IOException;

    /**
     * Looks for a published run of this ID, and completes or takes back what a run that died has left.
     *
     * @return the published run if it is the same
     * @throws BadInputException if it is another one or cannot be identified, or if a run of this ID was rejected, and is
     *     not to be overwritten
     */
    Optional<PublishedRun> published(RunIdentity identity) throws IOException;

    /**
     * Makes the place for rows, not visible to readers.
     *
     * @param images columns of invalid rows
     * @param scored columns of scored rows: those that are delivered first, the image as the last
     * @throws BadInputException if the place cannot be written to, or does not take these columns
     */
    RowWriters begin(StructType images, StructType scored, InvalidRowPolicy policy);

    /** Ends the writing: what the tasks committed is complete. */
    void complete(List<FileOutput.Commit> commits);

    /** Description of the predictions for people: a place, or none. */
    Summary summary(boolean accepted);

    /**
     * Makes the predictions visible to readers.
     *
     * @param metrics text of {@code metrics.json}, kept beside them
     * @return version of the table that holds them, if there is one and its format tells it
     * @throws BadInputException if another run of this ID was published in the meantime
     * @throws IOException if it could not be done, or cannot be told whether it was
     */
    Optional<String> publish(RunIdentity identity, RowCounts rows, List<InputFile> input, String metrics)
            throws IOException;

    /** Moves the predictions of a run that failed a gate to where readers do not look. */
    void reject() throws IOException;

    /** Withdraws what was written but neither published nor rejected. */
    @Override
    void close() throws IOException;

    /**
     * Places of a run's rows.
     *
     * @param predictions place of the predictions; empty if none are written
     * @param note follows the place in the summary of a run
     * @param quarantine place of invalid rows, if there are any
     */
    record Summary(Optional<String> predictions, String note, Optional<String> quarantine) {
        /** Nothing is written. */
        public static final Summary NOTHING = new Summary(Optional.empty(), "", Optional.empty());
    }
}
