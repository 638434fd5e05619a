package dev.mnistscorer.source.idx;

import dev.mnistscorer.spark.HadoopConf;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.StructType;

/** Cuts a scan into partitions and equips the executors to read them. */
record IdxBatch(IdxOptions options, List<IdxSlice> slices, StructType columns) implements Batch {

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
                HadoopConf.shared(session, HadoopConf.of(session, options.settings())),
                columns,
                options.classes().orElse(IdxReaderFactory.ANY));
    }
}
