package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.spark.HadoopConf;
import dev.mnistscorer.table.ImageSize;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * MNIST's IDX files as a Spark data source: {@code spark.read().format("idx").load(path)}.
 *
 * <p>A path is a file, a directory or a glob, raw or gzip, on any file system that Hadoop knows. The columns are those of
 * {@link ImageSize#schema}, the options those of {@link IdxOptions} and {@link ListingFilter}. All headers and lengths are
 * checked here, before a task starts. Filters on {@code origin} and {@code index}, limits and counts are pushed down.
 */
public final class IdxDataSource implements TableProvider, DataSourceRegister {
    private IdxTable table;

    @Override
    public String shortName() {
        return "idx";
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        SparkSession session = SparkSession.active();
        IdxOptions parsed = IdxOptions.of(options);
        ListingFilter filter = ListingFilter.of(options, session.conf().get("spark.sql.session.timeZone"));
        table = IdxTable.open(parsed, filter, HadoopConf.of(session, parsed.settings()));
        return table.schema();
    }

    /**
     * Makes Spark leave out {@link #inferSchema} where it knows a schema: that of the rows to write, or a user's. Without
     * this, Spark would look for the files of a table that is to be written.
     */
    @Override
    public boolean supportsExternalMetadata() {
        return true;
    }

    /** The table of the schema that this instance was asked for before, or of a catalog that has kept the schema. */
    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        if (table == null && properties.containsKey(TableCatalog.PROP_PROVIDER)) {
            inferSchema(new CaseInsensitiveStringMap(properties));
        }
        if (table == null) {
            throw new BadInputException(
                    "format idx can be read only, and with its own schema: write another format, such"
                            + " as parquet; leave out schema(…)");
        }
        return table;
    }
}
