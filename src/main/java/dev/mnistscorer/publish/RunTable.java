package dev.mnistscorer.publish;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.spark.TargetTable;
import dev.mnistscorer.table.Columns;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of all runs are in a table, those of each run under its ID: one commit of the table takes the rows of the run out
 * and its new ones in, so that readers of the table see all rows of an attempt or none, and a repeated commit changes nothing.
 */
final class RunTable implements Destination {
    /** Directory of staged rows in that of the run; readers of the output do not look into it. */
    private static final String ROWS = "_rows";

    /** Several: a commit may lose against that of another run, and is then made anew. */
    private static final int COMMITS = 3;

    /** A path is not taken for a glob; missing rows are an error. */
    private static final Map<String, String> AS_WRITTEN =
            Map.of("__globPaths__", "false", "ignoreCorruptFiles", "false", "ignoreMissingFiles", "false");

    private final SparkSession session;
    private final FileSystem fileSystem;
    private final OutputTable options;
    private final TargetTable table;
    private final TableVersions versions;

    /**
     * A table of a catalog.
     *
     * @throws BadInputException if its catalog cannot be reached
     */
    RunTable(SparkSession session, FileSystem fileSystem, OutputTable options) {
        this.session = session;
        this.fileSystem = fileSystem;
        this.options = options;
        this.table = TargetTable.of(session, options.name());
        this.versions = new TableVersions(session, table);
    }

    @Override
    public Path rows(Path run) {
        return new Path(run, ROWS);
    }

    @Override
    public void requireDeliverable(StructType rows) {
        StructType delivered = TableLayout.columns(rows);
        TableLayout layout = new TableLayout(options.name());
        Optional<TargetTable.Description> present = table.describe();
        if (present.isEmpty()) {
            layout.create(session, table, options.create(), delivered);
            present = table.describe();
        }
        layout.require(present.orElseThrow(), delivered);
    }

    @Override
    public void deliver(Path run, Manifest manifest) throws IOException {
        for (int attempt = 1; !Manifest.isOf(fileSystem, run, manifest.attempt()); attempt++) {
            try {
                commit(run, manifest);
                break;
            } catch (BadInputException | IllegalStateException e) {
                throw e;
            } catch (Exception e) {
                // Formats throw their own exceptions, and Spark checked ones that are not declared.
                if (attempt == COMMITS && !Manifest.isOf(fileSystem, run, manifest.attempt())) {
                    throw new IOException(
                            "Cannot commit run " + manifest.runId() + " to " + options.name() + ": "
                                    + BadInputException.reason(e),
                            e);
                }
            }
        }
        long found = count(manifest.runId());
        if (found != manifest.rows().scored()) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "%s must have %,d rows of run %s but has %,d",
                    options.name(),
                    manifest.rows().scored(),
                    manifest.runId(),
                    found));
        }
    }

    private void commit(Path run, Manifest manifest) throws Exception {
        Dataset<Row> staged =
                session.read().options(AS_WRITTEN).parquet(rows(run).toString());
        long found = staged.count();
        if (found != manifest.rows().scored()) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "%s must hold %,d rows but holds %,d; nothing was committed to %s",
                    rows(run),
                    manifest.rows().scored(),
                    found,
                    options.name()));
        }
        StructType columns = table.describe()
                .orElseThrow(() -> new BadInputException("Cannot write to " + options.name() + ": it is gone"))
                .columns();
        Dataset<Row> identified = staged.withColumn(Columns.RUN_ID, functions.lit(manifest.runId()));
        identified
                .select(Arrays.stream(columns.fields())
                        .map(field -> column(identified, field))
                        .toArray(Column[]::new))
                .writeTo(table.quoted())
                .options(TableVersions.mark(manifest.attempt()))
                .overwrite(functions.col(Columns.RUN_ID).equalTo(manifest.runId()));
    }

    /** The column of a table in its type; null where the rows have none of that name. */
    private static Column column(Dataset<Row> rows, StructField field) {
        Optional<String> name = Arrays.stream(rows.columns())
                .filter(field.name()::equalsIgnoreCase)
                .findFirst();
        return name.map(found -> rows.col(Columns.quoted(found)))
                .orElse(functions.lit(null))
                .cast(field.dataType())
                .as(field.name());
    }

    /** Number of rows of a run, as the table is now: sessions keep what they have read of it. */
    private long count(String runId) {
        session.sql("REFRESH TABLE " + table.quoted());
        return session.table(table.quoted())
                .where(functions.col(Columns.RUN_ID).equalTo(runId))
                .count();
    }

    @Override
    public void tidy(Path run) throws IOException {
        fileSystem.delete(rows(run), true);
    }

    @Override
    public Optional<String> damage(Path run, Manifest manifest) {
        long found = table.describe().isPresent() ? count(manifest.runId()) : 0;
        long scored = manifest.rows().scored();
        return found == scored
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "%s has %,d of its %,d rows", options.name(), found, scored));
    }

    @Override
    public String place(Path run) {
        return options.name() + " (" + run.getName() + ")";
    }

    @Override
    public Optional<String> version(Manifest manifest) {
        return versions.of(manifest.attempt());
    }
}
