package dev.mnistscorer.source.parquet;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.Seq;
import scala.collection.immutable.Map;

/** Spark's Parquet, of which a subclass may read files in its own way. */
abstract class ParquetFormat extends ParquetFileFormat {
    private static final long serialVersionUID = 1L;

    @Override
    public final Function1<PartitionedFile, Iterator<InternalRow>> buildReaderWithPartitionValues(
            SparkSession session,
            StructType table,
            StructType partitions,
            StructType required,
            Seq<Filter> filters,
            Map<String, String> options,
            Configuration configuration) {
        Function1<PartitionedFile, Iterator<InternalRow>> spark = super.buildReaderWithPartitionValues(
                session, table, partitions, required, filters, options, configuration);
        boolean batches = options.get(FileFormat.OPTION_RETURNING_BATCH()).contains("true");
        return batches && partitions.isEmpty() && filters.isEmpty() ? reader(session, required, spark) : spark;
    }

    /** Plans must not cast columns to a class of Spark's. */
    @Override
    public final Option<Seq<String>> vectorTypes(StructType required, StructType partitions, SQLConf settings) {
        return Option.empty();
    }

    /**
     * Makes the function that reads batches of a file.
     *
     * @param columns columns of the rows
     * @param spark the function of Spark's own format
     */
    abstract Function1<PartitionedFile, Iterator<InternalRow>> reader(
            SparkSession session, StructType columns, Function1<PartitionedFile, Iterator<InternalRow>> spark);
}
