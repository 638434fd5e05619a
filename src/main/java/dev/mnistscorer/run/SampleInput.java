package dev.mnistscorer.run;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.source.sample.SampleDigits;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Digits that the job draws itself.
 *
 * @param name the name on the command line
 * @param count number of digits
 */
record SampleInput(String name, long count) implements ImageInput {
    /** The name of the default number of digits. */
    static final String NAME = "sample";

    private static final Pattern PATTERN = Pattern.compile(NAME + "(?::(\\d{1,12}))?");
    private static final long DEFAULT_COUNT = 10_000;

    /**
     * The sample of a name; empty if it is the name of something else.
     *
     * @throws BadInputException if it is a sample without a number of digits, or is given labels
     */
    static Optional<ImageInput> named(String name, Optional<String> labels) {
        Matcher matcher = PATTERN.matcher(name);
        if (name.startsWith(NAME + ":") && !matcher.matches()) {
            throw new BadInputException(
                    "Cannot read " + name + ": the number of digits in sample:N must be a whole number");
        }
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = matcher.group(1) == null ? DEFAULT_COUNT : Long.parseLong(matcher.group(1));
        if (count < 1) {
            throw new BadInputException("Cannot read " + name + ": the number of digits must be at least 1");
        }
        if (labels.isPresent()) {
            throw new BadInputException("Cannot read " + name + ": it has labels of its own");
        }
        return Optional.of(new SampleInput(name, count));
    }

    @Override
    public String uri() {
        return NAME + ":" + count;
    }

    @Override
    public List<InputFile> list(Configuration configuration) {
        return List.of(new InputFile(uri(), count, 0, Optional.empty()));
    }

    @Override
    public Dataset<Row> read(SparkSession session, List<InputFile> files, OptionalInt classes, int partitions) {
        return SampleDigits.read(session, count, partitions);
    }
}
