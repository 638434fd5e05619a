package dev.mnistscorer.input;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.source.sample.Hand;
import dev.mnistscorer.source.sample.SampleDigits;
import dev.mnistscorer.table.Columns;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Digits that the job draws itself.
 *
 * @param name the name on the command line
 * @param count number of digits
 * @param hand handwriting of the digits
 */
record SampleInput(String name, long count, Hand hand) implements ImageInput {
    /** The digits that are scored where there are no others: some of them are hard to read. */
    static final String DEFAULT = "sample:10000:hard";

    static final String NAME = "sample";
    private static final Pattern PATTERN = Pattern.compile(NAME + "(?::(\\d{1,12})(?::([a-z]+))?)?");
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
        return Optional.of(new SampleInput(name, count, hand(name, matcher.group(2))));
    }

    private static Hand hand(String name, String word) {
        return word == null
                ? Hand.NEAT
                : Arrays.stream(Hand.values())
                        .filter(hand -> hand.toString().equals(word))
                        .findFirst()
                        .orElseThrow(() -> new BadInputException("Cannot read " + name
                                + ": the handwriting in sample:N:HAND must be neat or hard but was " + word));
    }

    @Override
    public String uri() {
        return NAME + ":" + count + (hand == Hand.NEAT ? "" : ":" + hand);
    }

    @Override
    public List<InputFile> list(Configuration configuration) {
        return List.of(new InputFile(uri(), count, 0, Optional.empty()));
    }

    @Override
    public Dataset<Row> at(Dataset<Row> images, long index) {
        return images.where(functions.col(Columns.INDEX).equalTo(index)).limit(1);
    }

    @Override
    public boolean isDecoded() {
        return true;
    }

    @Override
    public Dataset<Row> read(SparkSession session, List<InputFile> files, Expected expected, int partitions) {
        return SampleDigits.read(session, count, hand, partitions);
    }
}
