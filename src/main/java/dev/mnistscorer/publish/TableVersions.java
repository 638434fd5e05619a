package dev.mnistscorer.publish;

import dev.mnistscorer.spark.TargetTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Versions of a table, found by a mark that each commit leaves in the table's own history.
 *
 * @param session reads the history
 * @param table the table
 */
record TableVersions(SparkSession session, TargetTable table) {
    private static final String ICEBERG = "iceberg";
    private static final String DELTA = "delta";
    private static final String MARK = "mnist-scorer.attempt";

    /** Options of a write that mark its commit, each for one format. */
    static Map<String, String> mark(String attempt) {
        return Map.of("snapshot-property." + MARK, attempt, "userMetadata", attempt);
    }

    /** The last version that an attempt has committed; empty where the format has no history that is known here. */
    Optional<String> of(String attempt) {
        try {
            return find(attempt);
        } catch (Exception e) {
            // The rows are in the table: a history that cannot be read is no failure of their publication.
            return Optional.empty();
        }
    }

    private Optional<String> find(String attempt) {
        return table.describe().flatMap(found -> switch (found.format()) {
            case ICEBERG ->
                last(
                        session.table(table.quoted() + ".snapshots")
                                .where(functions.col("summary").getItem(MARK).equalTo(attempt))
                                .orderBy(functions.col("committed_at").desc()),
                        "snapshot_id");
            case DELTA ->
                last(
                        session.sql("DESCRIBE HISTORY " + table.quoted())
                                .where(functions.col("userMetadata").equalTo(attempt))
                                .orderBy(functions.col("version").desc()),
                        "version");
            default -> Optional.empty();
        });
    }

    private static Optional<String> last(Dataset<Row> versions, String column) {
        List<Row> rows =
                versions.select(functions.col(column).cast("string")).limit(1).collectAsList();
        return rows.stream().findFirst().map(row -> row.getString(0));
    }
}
