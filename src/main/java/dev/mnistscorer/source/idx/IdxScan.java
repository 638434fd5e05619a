package dev.mnistscorer.source.idx;

import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** One reading of the files: which images, which columns, in how many partitions. */
final class IdxScan implements Scan, Batch, SupportsReportStatistics {
    private final IdxOptions options;
    private final List<IdxSlice> slices;
    private final StructType columns;

    IdxScan(IdxOptions options, List<IdxSlice> slices, StructType columns) {
        this.options = options;
        this.slices = slices;
        this.columns = columns;
    }

    @Override
    public StructType readSchema() {
        return columns;
    }

    @Override
    public String description() {
        return "idx " + String.join(", ", options.paths()) + " (" + IdxSplits.count(slices) + " images)";
    }

    @Override
    public Batch toBatch() {
        return this;
    }

    @Override
    public InputPartition[] planInputPartitions() {
        int cores = SparkSession.active().sparkContext().defaultParallelism();
        int parts = options.partitions().orElseGet(() -> IdxSplits.partitions(slices, cores));
        return IdxSplits.cut(slices, parts).toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        SparkSession session = SparkSession.active();
        return new IdxReaderFactory(
                SerializableConfiguration.broadcast(
                        session.sparkContext(), session.sessionState().newHadoopConf()),
                columns,
                options.classes().orElse(IdxReaderFactory.ANY_BYTE));
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
