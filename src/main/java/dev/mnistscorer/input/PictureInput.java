package dev.mnistscorer.input;

import dev.mnistscorer.image.RowFormat;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.source.pictures.PictureFiles;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Files of one picture each.
 *
 * @param name the name on the command line
 * @param uri a file, a directory or a glob
 * @param format format of images and labels
 */
record PictureInput(String name, String uri, RowFormat format) implements ImageInput {
    @Override
    public List<InputFile> list(Configuration configuration) {
        return PictureFiles.list(uri, configuration);
    }

    @Override
    public Optional<String> labelsNote(List<InputFile> files) {
        return PictureFiles.labelsNote(files);
    }

    @Override
    public Dataset<Row> read(SparkSession session, List<InputFile> files, Expected expected, int partitions) {
        return new PictureFiles(uri, files, format).read(session, partitions);
    }
}
