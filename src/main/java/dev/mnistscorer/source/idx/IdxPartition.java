package dev.mnistscorer.source.idx;

import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/** The images that one task reads. */
record IdxPartition(List<IdxSlice> slices) implements InputPartition {
    private static final long serialVersionUID = 1L;
}
