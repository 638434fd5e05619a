package dev.mnistscorer.source.idx;

import java.util.List;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;

/** Collects the columns and the number of rows that Spark asks for. */
final class IdxScanBuilder implements SupportsPushDownRequiredColumns, SupportsPushDownLimit {
    private final IdxOptions options;
    private final List<IdxPair> pairs;
    private StructType columns;
    private long limit = Long.MAX_VALUE;

    IdxScanBuilder(IdxOptions options, List<IdxPair> pairs, StructType columns) {
        this.options = options;
        this.pairs = pairs;
        this.columns = columns;
    }

    @Override
    public void pruneColumns(StructType requiredColumns) {
        columns = requiredColumns;
    }

    @Override
    public boolean pushLimit(int rows) {
        limit = rows;
        return true;
    }

    @Override
    public boolean isPartiallyPushed() {
        return false;
    }

    @Override
    public Scan build() {
        return new IdxScan(options, IdxSplits.first(pairs, limit), columns);
    }
}
