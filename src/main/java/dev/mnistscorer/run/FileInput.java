package dev.mnistscorer.run;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.error.Suggestion;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.source.idx.IdxListing;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
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

    private static final List<String> NAMES =
            List.of(DEFAULT, "mnist-train", SampleInput.NAME, SampleInput.NAME + ":N");

    /** A word that may be meant as the name of a data set rather than as a path. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_:-]*");

    @Override
    public List<InputFile> list(Configuration configuration) {
        try {
            return IdxListing.of(uri, labels, configuration);
        } catch (BadInputException e) {
            if (!NAME.matcher(name).matches() || !e.getMessage().endsWith("no such file or directory")) {
                throw e;
            }
            String suggestion = Suggestion.of(name.replaceAll("[-_]test$", ""), NAMES);
            throw new BadInputException(
                    e.getMessage()
                            + (suggestion.isEmpty() ? "; named data sets are " + String.join(", ", NAMES) : suggestion),
                    e);
        }
    }

    @Override
    public Optional<String> labelsNote(List<InputFile> files) {
        return IdxListing.labelsNote(files);
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
