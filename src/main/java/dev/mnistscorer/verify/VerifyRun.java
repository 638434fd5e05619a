package dev.mnistscorer.verify;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.error.GateFailedException;
import dev.mnistscorer.input.ImageInput;
import dev.mnistscorer.input.InputResolver;
import dev.mnistscorer.input.InterruptNotice;
import dev.mnistscorer.input.JobSession;
import dev.mnistscorer.input.NamedWeights;
import dev.mnistscorer.scoring.ProbabilityDigest;
import dev.mnistscorer.source.Datasets;
import dev.mnistscorer.spark.HadoopConf;
import dev.mnistscorer.table.Columns;
import dev.mnistscorer.weights.WeightsFile;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A comparison of a network's probabilities with those that another tool computed. */
public final class VerifyRun {
    private final VerifyOptions options;
    private final PrintStream out;
    private final PrintStream err;

    /** A comparison that is printed to {@code out}, and the progress of a download to {@code err}. */
    public VerifyRun(VerifyOptions options, PrintStream out, PrintStream err) {
        this.options = options;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs.
     *
     * @throws BadInputException if something that was given cannot be used
     * @throws GateFailedException if probabilities differ by more than the tolerance
     * @throws IOException if the expected probabilities cannot be read
     */
    public void run() throws IOException {
        Datasets datasets = Datasets.ofEnvironment(JobSession.isLocal(), err);
        try (JobSession session = JobSession.open();
                InterruptNotice notice = new InterruptNotice(
                        "nothing was written", session.spark().sparkContext(), err)) {
            notice.during(() -> run(session.spark(), datasets, notice));
        }
    }

    private void run(SparkSession session, Datasets datasets, InterruptNotice notice) throws IOException {
        Configuration configuration = HadoopConf.of(session);
        ImageInput input = new InputResolver(session, datasets).of(options.input());
        WeightsFile weights = NamedWeights.read(datasets, options.weights(), options.importing(), configuration);
        Dataset<Row> images = input.decoded(session, ImageInput.Expected.ANYTHING, 0);
        input.requirePixels(images, weights.network().inputs(), weights.path());
        VerifyResult result = compare(images, input, weights, configuration);
        notice.write("the result is printed", () -> out.print(options.json() ? result.json() : result.text()));
        if (!result.comparison().passed()) {
            throw new GateFailedException(List.of(result.failure()));
        }
    }

    private VerifyResult compare(
            Dataset<Row> images, ImageInput input, WeightsFile weights, Configuration configuration)
            throws IOException {
        int classes = weights.network().classes();
        long count = images.count();
        ProbabilityComparison comparison = new ProbabilityComparison(options.tolerance());
        ProbabilityDigest digest = new ProbabilityDigest();
        try (ExpectedRows expected = ExpectedRows.open(options.expected(), classes, count, configuration)) {
            Iterator<Row> rows = ProbabilityDigest.scored(images, input.format().decoded(), weights.network())
                    .select(Columns.ORIGIN, Columns.INDEX, Columns.PROBABILITY)
                    .toLocalIterator();
            while (rows.hasNext()) {
                Row row = rows.next();
                List<Float> computed = row.getList(2);
                double[] numbers = expected.next().orElseThrow(() -> wrongNumber(input, count, comparison.rows()));
                comparison.add(row.getString(0), (Long) row.get(1), numbers, computed);
                digest.add(computed);
            }
            if (expected.next().isPresent()) {
                throw BadInputException.in(
                        options.expected(),
                        "there must be %d rows, one for each image of %s, but there are more",
                        count,
                        input.name());
            }
        }
        return new VerifyResult(options, input.name(), weights.network(), comparison, digest.hex());
    }

    private BadInputException wrongNumber(ImageInput input, long count, long found) {
        return BadInputException.in(
                options.expected(),
                "there must be %d rows, one for each image of %s, but there are %d",
                count,
                input.name(),
                found);
    }
}
