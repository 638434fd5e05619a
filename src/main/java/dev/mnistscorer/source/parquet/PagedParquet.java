package dev.mnistscorer.source.parquet;

import dev.mnistscorer.spark.HadoopConf;
import dev.mnistscorer.spark.Undeclared;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import scala.Function1;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/**
 * Spark's Parquet, with images read some pages at a time, where a query takes one column of bytes and beside it whole numbers.
 *
 * <p>Spark's own reader takes a row group as a whole, usually 128 MB, through main memory; pages stay in the second-level
 * cache, as the chunks of an IDX file do. It reads everything else: other columns, and files without an index of their pages.
 */
public final class PagedParquet extends ParquetFormat {
    private static final long serialVersionUID = 1L;

    @Override
    Function1<PartitionedFile, Iterator<InternalRow>> reader(
            SparkSession session, StructType columns, Function1<PartitionedFile, Iterator<InternalRow>> spark) {
        return PagedColumns.of(columns)
                .<Function1<PartitionedFile, Iterator<InternalRow>>>map(
                        paged -> new Reader(paged, HadoopConf.shared(session, HadoopConf.of(session)), spark))
                .orElse(spark);
    }

    private static final class Reader extends AbstractFunction1<PartitionedFile, Iterator<InternalRow>>
            implements Serializable {
        private static final long serialVersionUID = 1L;

        private final PagedColumns columns;
        private final Broadcast<SerializableConfiguration> configuration;
        private final Function1<PartitionedFile, Iterator<InternalRow>> spark;

        Reader(
                PagedColumns columns,
                Broadcast<SerializableConfiguration> configuration,
                Function1<PartitionedFile, Iterator<InternalRow>> spark) {
            this.columns = columns;
            this.configuration = configuration;
            this.spark = spark;
        }

        /** Returns batches in the place of rows, as Spark's own readers do. */
        @Override
        @SuppressWarnings("unchecked")
        public Iterator<InternalRow> apply(PartitionedFile part) {
            Optional<ImagePages> pages = open(part);
            if (pages.isEmpty()) {
                return spark.apply(part);
            }
            TaskContext.get().addTaskCompletionListener((TaskCompletionListener)
                    context -> pages.get().close());
            return (Iterator<InternalRow>) (Iterator<?>) pages.get();
        }

        private Optional<ImagePages> open(PartitionedFile part) {
            Configuration hadoop = configuration.value().value();
            try {
                return ImagePages.open(part.toPath(), part.start(), part.length(), columns, hadoop);
            } catch (IOException e) {
                throw Undeclared.<RuntimeException>unchecked(e);
            }
        }
    }
}
