package dev.mnistscorer.source.idx;

import dev.mnistscorer.spark.HadoopConf;
import dev.mnistscorer.table.ImageSize;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * MNIST's IDX files as a Spark data source: {@code spark.read().format("idx").load(path)}.
 *
 * <p>A path is a file, a directory or a glob, raw or gzip, on any file system that Hadoop knows. The columns are those of
 * {@link ImageSize#schema}, the options those of {@link IdxOptions}. All headers and lengths are checked here, before a task
 * starts.
 */
public final class IdxDataSource implements TableProvider, DataSourceRegister {
    private IdxTable table;

    @Override
    public String shortName() {
        return "idx";
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return table(options).schema();
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return table(new CaseInsensitiveStringMap(properties));
    }

    // Spark asks the same instance for the schema and then for the table: the files are listed and checked once.
    private IdxTable table(CaseInsensitiveStringMap properties) {
        if (table == null) {
            IdxOptions options = IdxOptions.of(properties);
            table = IdxTable.open(options, HadoopConf.of(SparkSession.active(), options.settings()));
        }
        return table;
    }
}
