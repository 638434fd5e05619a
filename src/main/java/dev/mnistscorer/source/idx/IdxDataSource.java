package dev.mnistscorer.source.idx;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * MNIST's IDX files as a Spark data source: {@code spark.read().format("idx").load(path)}.
 *
 * <p>A path is a file, a directory or a glob, raw or gzip, on any file system that Hadoop knows. Columns: {@code origin}
 * (string, the image file), {@code index} (bigint, the position in its file), {@code label} (int, null without labels),
 * {@code image} (binary, row-major unsigned bytes; {@code height}, {@code width} and the {@code count} of all images in
 * its metadata). The options are
 * those of {@link IdxOptions}. All headers and lengths are checked here, before a task starts.
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

    // Spark asks the same instance for the schema and then for the table: the files are looked at once.
    private IdxTable table(CaseInsensitiveStringMap properties) {
        if (table == null) {
            IdxOptions options = IdxOptions.of(properties);
            List<IdxPair> pairs = new IdxFiles(
                            SparkSession.active().sessionState().newHadoopConfWithOptions(scala(properties)))
                    .find(options);
            table = new IdxTable(options, pairs);
        }
        return table;
    }

    private static scala.collection.immutable.Map<String, String> scala(CaseInsensitiveStringMap properties) {
        return scala.collection.immutable.Map.from(
                scala.jdk.javaapi.CollectionConverters.asScala(properties.asCaseSensitiveMap()));
    }
}
