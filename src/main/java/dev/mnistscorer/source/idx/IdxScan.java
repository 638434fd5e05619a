package dev.mnistscorer.source.idx;

import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;

/**
 * One read of the files. Scans with equal components read the same, so that Spark may run one in place of both.
 *
 * @param slices the images to read
 * @param columns the columns to read
 * @param filters the filters that the slices meet or that have reduced them, for plans
 */
record IdxScan(IdxOptions options, List<IdxSlice> slices, StructType columns, String filters)
        implements Scan, SupportsReportStatistics {

    @Override
    public StructType readSchema() {
        return columns;
    }

    /** What a plan shows after the name of the table, which is the input. */
    @Override
    public String description() {
        return "(" + IdxSplits.count(slices) + " images), PushedFilters: " + filters;
    }

    @Override
    public String toString() {
        return description();
    }

    @Override
    public Batch toBatch() {
        return new IdxBatch(options, slices, columns);
    }

    @Override
    public Statistics estimateStatistics() {
        return new Statistics() {
            @Override
            public OptionalLong sizeInBytes() {
                return OptionalLong.of(IdxSplits.bytes(slices));
            }

            @Override
            public OptionalLong numRows() {
                return OptionalLong.of(IdxSplits.count(slices));
            }
        };
    }
}
