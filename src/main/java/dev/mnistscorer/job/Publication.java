package dev.mnistscorer.job;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.evaluation.Tally;
import dev.mnistscorer.scoring.Columns;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Where the predictions of a run go: written under {@code _staging}, which readers of the output do not see, then moved
 * into place with one rename.
 */
final class Publication {
    private final FileSystem fileSystem;
    private final Path output;
    private final Path staging;
    private final Path published;
    private final Path rejected;

    /**
     * Looks whether the place is free.
     *
     * @throws BadInputException if it cannot be written to, or holds a run of that name
     */
    Publication(String uri, String runId, SparkSession session) {
        try {
            Path named = new Path(uri);
            fileSystem = named.getFileSystem(session.sessionState().newHadoopConf());
            output = fileSystem.makeQualified(named);
            staging = new Path(output, "_staging/" + runId);
            published = new Path(output, "run_id=" + runId);
            rejected = new Path(output, "_rejected/" + runId);
            if (fileSystem.exists(output) && !fileSystem.getFileStatus(output).isDirectory()) {
                throw new BadInputException("Cannot write to " + uri + ": it is a file, not a directory");
            }
            if (fileSystem.exists(published)) {
                throw new BadInputException(
                        "Cannot publish to " + published + ": it exists already; give another --run-id or remove it");
            }
            if (fileSystem.exists(rejected)) {
                throw new BadInputException("Cannot score for " + published + ": a run of that id was rejected, see "
                        + rejected + "; give another --run-id or remove it");
            }
        } catch (IOException | IllegalArgumentException e) {
            throw BadInputException.cannot("write to", uri, e);
        }
    }

    /** Writes the predictions where readers do not look, and returns what was counted in each committed task. */
    List<Tally> stage(Dataset<Row> tallied, OutputFormat format) throws IOException {
        Dataset<Row> rows = format == OutputFormat.CSV
                        && List.of(tallied.columns()).contains(Columns.PROBABILITY)
                ? tallied.withColumn(
                        Columns.PROBABILITY,
                        functions.array_join(tallied.col(Columns.PROBABILITY).cast("array<string>"), " "))
                : tallied;
        RuntimeConfig settings = tallied.sparkSession().conf();
        String protocol = settings.get(TallyingCommitProtocol.SETTING);
        settings.set(TallyingCommitProtocol.DELEGATE_SETTING, protocol);
        settings.set(TallyingCommitProtocol.SETTING, TallyingCommitProtocol.class.getName());
        boolean written = false;
        try {
            rows.write()
                    .mode(SaveMode.ErrorIfExists)
                    .option("header", true)
                    .format(format.name().toLowerCase(Locale.ROOT))
                    .save(staging.toString());
            written = true;
            return TallyingCommitProtocol.take(staging);
        } finally {
            settings.set(TallyingCommitProtocol.SETTING, protocol);
            if (!written) {
                withdraw();
            }
        }
    }

    /** Moves the staged predictions into place, and returns where that is. */
    Path publish() throws IOException {
        move(published);
        return published;
    }

    /** Moves the staged predictions to where readers do not look, and returns where that is. */
    Path reject() throws IOException {
        fileSystem.mkdirs(rejected.getParent());
        move(rejected);
        return rejected;
    }

    private void move(Path place) throws IOException {
        if (!fileSystem.rename(staging, place)) {
            throw new IOException("Cannot move " + staging + " to " + place + ": the rename was refused");
        }
        removeIfEmpty(staging.getParent());
    }

    /** Removes what was staged, and what was made for it. */
    void withdraw() throws IOException {
        fileSystem.delete(staging, true);
        removeIfEmpty(staging.getParent());
        removeIfEmpty(output);
    }

    private void removeIfEmpty(Path directory) throws IOException {
        if (fileSystem.exists(directory) && fileSystem.listStatus(directory).length == 0) {
            fileSystem.delete(directory, false);
        }
    }
}
