package dev.mnistscorer.source.idx;

import java.util.List;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The checked files of one {@code load}. */
final class IdxTable implements SupportsRead {
    private final IdxOptions options;
    private final List<IdxPair> pairs;
    private final StructType schema;

    IdxTable(IdxOptions options, List<IdxPair> pairs) {
        this.options = options;
        this.pairs = pairs;
        IdxHeader header = pairs.get(0).images().header();
        long count = pairs.stream().mapToLong(IdxPair::count).sum();
        this.schema = IdxColumns.schema(header.height(), header.width(), count);
    }

    @Override
    public String name() {
        return "idx " + String.join(", ", options.paths());
    }

    @Override
    @SuppressWarnings("deprecation") // Spark's successor, columns(), is made from this by default.
    public StructType schema() {
        return schema;
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap scanOptions) {
        return new IdxScanBuilder(options, pairs, schema);
    }
}
