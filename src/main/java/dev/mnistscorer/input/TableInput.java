package dev.mnistscorer.input;

import dev.mnistscorer.image.RowFormat;
import dev.mnistscorer.source.FileVersion;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.source.table.ImageTable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A table that Spark reads.
 *
 * @param name the name on the command line
 * @param table the table
 */
record TableInput(String name, ImageTable table) implements ImageInput {
    @Override
    public String uri() {
        return table.reader().name();
    }

    @Override
    public RowFormat format() {
        return table.format();
    }

    @Override
    public List<String> settings() {
        return List.of(table.format().toString(), table.options().toString());
    }

    @Override
    public void requireUnchanged(List<InputFile> files, Configuration configuration) throws IOException {
        if (readsSingleFiles()) {
            for (InputFile file : files) {
                FileVersion.of(file).requireCurrent(configuration);
            }
        }
    }

    /** Spark orders files by size and splits them by the number of cores. */
    @Override
    public Optional<String> positionNote() {
        return Optional.of("in Spark's order of the rows, which may change with the files and the number of cores");
    }

    @Override
    public boolean readsSingleFiles() {
        return table.reader().readsSingleFiles();
    }

    @Override
    public List<InputFile> list(Configuration configuration) {
        return table.list(SparkSession.active(), configuration);
    }

    @Override
    public Dataset<Row> read(SparkSession session, List<InputFile> files, Expected expected, int partitions) {
        Dataset<Row> images = table.read(session, files, expected.pixels());
        return partitions > 0 ? images.repartition(partitions) : images;
    }
}
