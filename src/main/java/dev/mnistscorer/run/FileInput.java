package dev.mnistscorer.run;

import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.source.idx.IdxListing;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * IDX files.
 *
 * @param name a named data set, or the URI
 * @param uri a file, a directory or a glob
 * @param labels URI of the label file; empty: the one beside the images
 */
record FileInput(String name, String uri, Optional<String> labels) implements ImageInput {
    /** The data set that is scored when none is named. */
    static final String DEFAULT = "mnist";

    @Override
    public List<InputFile> list(Configuration configuration) {
        return IdxListing.of(uri, labels, configuration);
    }

    @Override
    public Dataset<Row> read(SparkSession session, List<InputFile> files, OptionalInt classes, int partitions) {
        DataFrameReader reader = session.read().format("idx").option("inventory", InputFile.toJson(files));
        classes.ifPresent(number -> reader.option("classes", number));
        if (partitions > 0) {
            reader.option("partitions", partitions);
        }
        return reader.load();
    }
}
