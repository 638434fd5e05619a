package dev.mnistscorer.publish;

import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.spark.FileOutput;
import dev.mnistscorer.table.InvalidRowPolicy;
import dev.mnistscorer.table.ScoreField;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/**
 * Predictions are evaluated and not written: nobody asked for them, or an earlier attempt has published the same ones and
 * only its report is missing.
 *
 * @param earlier the run of the earlier attempt
 */
public record NoDelivery(Optional<PublishedRun> earlier) implements Delivery {
    @Override
    public List<ScoreField> fields() {
        return List.of();
    }

    @Override
    public Set<InputFile> scoredFiles() {
        return Set.of();
    }

    @Override
    public Optional<PublishedRun> published(RunIdentity identity) {
        return earlier;
    }

    @Override
    public RowWriters begin(StructType images, StructType scored, InvalidRowPolicy policy) {
        return RowWriters.NONE;
    }

    @Override
    public void complete(List<FileOutput.Commit> commits) {}

    @Override
    public Summary summary(boolean accepted) {
        return earlier.map(run -> new Summary(Optional.of(run.place()), " (published before)", Optional.empty()))
                .orElse(Summary.NOTHING);
    }

    @Override
    public Optional<String> publish(RunIdentity identity, RowCounts rows, List<InputFile> input, String metrics) {
        return earlier.flatMap(PublishedRun::version);
    }

    @Override
    public void reject() {}

    @Override
    public void close() {}
}
