package dev.mnistscorer.source.table;

import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;

/**
 * The place of an Iceberg table that is read without a catalog.
 *
 * @param uri the directory of the table
 */
record IcebergPlace(String uri) {
    private static final String CATALOG = "spark.sql.catalog.default_iceberg";

    /**
     * The place as Iceberg's source takes it: a name without a slash would be one in a catalog.
     *
     * <p>The source reads it by way of a catalog of its own, which by default needs the classes of Hive. A catalog of
     * directories has the same effect without them.
     */
    String in(SparkSession session) {
        RuntimeConfig settings = session.conf();
        if (!settings.contains(CATALOG)) {
            settings.set(CATALOG + ".type", "hadoop");
            settings.set(CATALOG + ".warehouse", uri);
            settings.set(CATALOG + ".cache-enabled", "false");
            settings.set(CATALOG, "org.apache.iceberg.spark.SparkCatalog");
        }
        return uri.contains("/") ? uri : "./" + uri;
    }
}
