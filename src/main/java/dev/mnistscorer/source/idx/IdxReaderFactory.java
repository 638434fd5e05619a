package dev.mnistscorer.source.idx;

import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Makes a reader for each partition, in the executors.
 *
 * @param classes labels must be below it
 */
record IdxReaderFactory(Broadcast<SerializableConfiguration> configuration, StructType columns, int classes)
        implements PartitionReaderFactory {
    private static final long serialVersionUID = 1L;

    /** Number of classes with which no whole number is refused. */
    static final int ANY = Integer.MAX_VALUE;

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        return new IdxPartitionReader(
                ((IdxPartition) partition).slices(),
                columns,
                classes,
                configuration.value().value());
    }
}
