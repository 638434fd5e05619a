package dev.mnistscorer.job;

import dev.mnistscorer.evaluation.Tally;
import dev.mnistscorer.table.Columns;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;

/** Writes tallied rows as files, and brings back what was counted in each task whose files were committed. */
final class StagedWrite {
    private StagedWrite() {}

    static List<Tally> write(Dataset<Row> tallied, OutputFormat format, Path to) {
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
        try {
            rows.write()
                    .mode(SaveMode.ErrorIfExists)
                    .option("header", true)
                    .format(format.name().toLowerCase(Locale.ROOT))
                    .save(to.toString());
            return TallyingCommitProtocol.take(to);
        } finally {
            settings.set(TallyingCommitProtocol.SETTING, protocol);
        }
    }
}
