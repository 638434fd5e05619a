package dev.mnistscorer.publish;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.file.FileSystems;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.spark.FileOutput;
import dev.mnistscorer.spark.HadoopConf;
import dev.mnistscorer.spark.OutputFormat;
import dev.mnistscorer.table.Columns;
import dev.mnistscorer.table.InvalidRowPolicy;
import dev.mnistscorer.table.NetworkRole;
import dev.mnistscorer.table.ScoreColumn;
import dev.mnistscorer.table.ScoreField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Predictions that are staged as files where readers of the output do not look, in a directory of this attempt alone; moved
 * into place; brought to their {@link Destination}; and then listed by the manifest of the run. Whatever dies in between, the
 * files that a manifest lists are there, and the next run of the same ID completes what the last one has begun.
 */
public final class StagedDelivery implements Delivery {
    private final SparkSession session;
    private final DeliveryOptions options;
    private final String uri;
    private final FileSystem fileSystem;
    private final RunPaths paths;
    private final Moves moves;
    private final Destination destination;
    private final Publication publication;
    private final Recovery recovery;

    private FileOutput output;
    private boolean madeOutput;
    private boolean settled; // nothing is left to withdraw

    /**
     * A delivery to a directory, or by way of it to a table.
     *
     * @throws BadInputException if the directory is a file, or it or the catalog of the table cannot be reached
     */
    public StagedDelivery(String uri, String runId, DeliveryOptions options, SparkSession session) {
        this.session = session;
        this.options = options;
        this.uri = uri;
        try {
            Path named = new Path(uri);
            fileSystem = FileSystems.of(named, HadoopConf.of(session));
            paths = RunPaths.newAttempt(fileSystem.makeQualified(named), runId);
            if (fileSystem.exists(paths.output())
                    && !fileSystem.getFileStatus(paths.output()).isDirectory()) {
                throw new BadInputException("Cannot write to " + uri + ": it is a file, not a directory");
            }
        } catch (IOException | IllegalArgumentException e) {
            throw BadInputException.cannot("write to", uri, e);
        }
        moves = new Moves(fileSystem);
        destination = options.table()
                .<Destination>map(table -> new RunTable(session, fileSystem, table))
                .orElseGet(() -> new RunDirectory(fileSystem));
        recovery = new Recovery(fileSystem, paths, destination);
        publication = new Publication(fileSystem, paths, recovery);
    }

    @Override
    public List<ScoreField> fields() {
        Set<ScoreColumn> columns = options.probabilities()
                ? Set.of(ScoreColumn.values())
                : Set.of(ScoreColumn.PREDICTION, ScoreColumn.CONFIDENCE);
        List<ScoreField> fields = ScoreField.of(NetworkRole.BASE, columns);
        return options.challenger() ? ScoreField.union(fields, ScoreField.of(NetworkRole.CHALLENGER, columns)) : fields;
    }

    @Override
    public Set<InputFile> scoredFiles() throws IOException {
        return recovery.scoredFiles().keySet();
    }

    @Override
    public Optional<PublishedRun> published(RunIdentity identity) throws IOException {
        if (options.overwrite()) {
            recovery.runOrTakeBack();
            publication.begin(true);
            return Optional.empty();
        }
        recovery.run();
        publication.begin(false);
        if (fileSystem.exists(paths.published())) {
            Manifest manifest = Manifest.read(fileSystem, paths.published())
                    .orElseThrow(() -> refused("it already exists, without a complete manifest"));
            if (!manifest.identity().equals(identity)) {
                throw refused("it already exists, with different "
                        + manifest.identity().difference(identity));
            }
            Optional<String> damage = destination.damage(paths.published(), manifest);
            if (damage.isPresent()) {
                throw refused("it already exists, but not as its manifest has it: " + damage.get());
            }
            return Optional.of(new PublishedRun(
                    destination.place(paths.published()), publication.metrics(), destination.version(manifest)));
        }
        if (fileSystem.exists(paths.rejected())) {
            throw new BadInputException("Cannot score for " + paths.published()
                    + ": a run with this ID was rejected, see " + paths.rejected()
                    + "; give another --run-id or --overwrite");
        }
        return Optional.empty();
    }

    private BadInputException refused(String reason) {
        return new BadInputException(
                "Cannot publish to " + paths.published() + ": " + reason + "; give another --run-id or --overwrite");
    }

    @Override
    public RowWriters begin(StructType images, StructType scored, InvalidRowPolicy policy) {
        StructType delivered = delivered(scored);
        destination.requireDeliverable(delivered);
        try {
            madeOutput = !fileSystem.exists(paths.output());
            moves.make(paths.staging());
            List<FileOutput.Table> tables = new ArrayList<>();
            tables.add(new FileOutput.Table(rowsDirectory(), options.format(), delivered));
            if (policy == InvalidRowPolicy.QUARANTINE) {
                StructType columns = images.add(Columns.REASON, DataTypes.StringType, false);
                tables.add(new FileOutput.Table(Optional.of(RunPaths.QUARANTINE), OutputFormat.PARQUET, columns));
            }
            output = FileOutput.begin(session, paths.staging(), tables);
            return new StagedFiles(output);
        } catch (IOException e) {
            throw BadInputException.cannot("write to", uri, e);
        }
    }

    private Optional<String> rowsDirectory() {
        Path rows = destination.rows(paths.staging());
        return rows.equals(paths.staging()) ? Optional.empty() : Optional.of(rows.getName());
    }

    /** The columns up to the last score that is delivered; scores after it were computed for the metrics alone. */
    private StructType delivered(StructType scored) {
        List<ScoreField> fields = fields();
        String last = fields.get(fields.size() - 1).name();
        return new StructType(Arrays.copyOf(scored.fields(), scored.fieldIndex(last) + 1));
    }

    @Override
    public void complete(List<FileOutput.Commit> commits) {
        output.commit(commits);
    }

    @Override
    public Summary summary(boolean accepted) {
        return accepted
                ? new Summary(
                        Optional.of(destination.place(paths.published())),
                        "",
                        Optional.of(paths.quarantine().toString()))
                : new Summary(Optional.of(paths.rejected().toString()), " (rejected, not published)", Optional.empty());
    }

    @Override
    public Optional<String> publish(RunIdentity identity, RowCounts rows, List<InputFile> input, String metrics)
            throws IOException {
        if (!options.incremental()) {
            return publishNow(identity, rows, input, metrics);
        }
        IncrementalTurn turn = IncrementalTurn.await(fileSystem, paths.incrementalTurn(), paths.runId());
        try {
            recovery.requireUnscored(input);
            return publishNow(identity, rows, input, metrics);
        } finally {
            turn.end();
        }
    }

    private Optional<String> publishNow(RunIdentity identity, RowCounts rows, List<InputFile> input, String metrics)
            throws IOException {
        settled = true;
        Map<String, Long> files = Manifest.filesIn(fileSystem, paths.staging());
        if (rows.quarantined() == 0) {
            fileSystem.delete(paths.quarantineStaging(), true);
        }
        Manifest manifest = new Manifest(paths.runId(), paths.attempt(), identity, rows, files, input);
        publication.publish(manifest, metrics);
        if (options.overwrite()) {
            publication.removeRejected();
        }
        return destination.version(manifest);
    }

    @Override
    public void reject() throws IOException {
        settled = true;
        if (options.overwrite()) {
            fileSystem.delete(paths.rejected(), true);
        }
        fileSystem.delete(paths.quarantineStaging(), true);
        fileSystem.mkdirs(paths.rejected().getParent());
        moves.rename(destination.rows(paths.staging()), paths.rejected());
        fileSystem.delete(paths.staging(), true);
        recovery.tidy();
    }

    /** Withdraws once: when a run is interrupted, another thread may do it too. */
    @Override
    public synchronized void close() throws IOException {
        if (output != null && !settled) {
            settled = true;
            output.abort();
            publication.withdraw();
            if (madeOutput) {
                moves.removeIfEmpty(paths.output());
            }
        }
    }
}
