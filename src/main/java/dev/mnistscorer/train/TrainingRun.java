package dev.mnistscorer.train;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.Evaluator;
import dev.mnistscorer.input.ImageInput;
import dev.mnistscorer.input.InputOptions;
import dev.mnistscorer.input.InputResolver;
import dev.mnistscorer.input.InterruptNotice;
import dev.mnistscorer.input.JobSession;
import dev.mnistscorer.kernel.KernelChoice;
import dev.mnistscorer.network.DenseLayer;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.network.PixelScaling;
import dev.mnistscorer.report.TextReport;
import dev.mnistscorer.scoring.BroadcastScorer;
import dev.mnistscorer.scoring.InvalidRows;
import dev.mnistscorer.scoring.Scorer;
import dev.mnistscorer.source.Datasets;
import dev.mnistscorer.spark.HadoopConf;
import dev.mnistscorer.spark.InternalRows;
import dev.mnistscorer.table.ImageSize;
import dev.mnistscorer.table.MetricsLevel;
import dev.mnistscorer.training.LabelCheck;
import dev.mnistscorer.training.Trainer;
import dev.mnistscorer.weights.TrainedNetwork;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A training run, from images to a file of weights. */
public final class TrainingRun {
    /** With more than two partitions the sums of the gradient would depend on the order in which tasks end. */
    private static final int PARTITIONS = 2;

    private static final int BATCH = 100;

    private static final String NOTHING_WRITTEN =
            "no weights were written; --checkpoint keeps those of every " + Trainer.ROUND + " iterations";

    private final TrainOptions options;
    private final PrintStream out;
    private final PrintStream progress;

    /** A run that prints its results to {@code out}, and its progress to {@code progress}. */
    public TrainingRun(TrainOptions options, PrintStream out, PrintStream progress) {
        this.options = options;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Runs.
     *
     * @throws BadInputException if something that was given cannot be used
     * @throws IOException if the weights cannot be written
     */
    public void run() throws IOException {
        Datasets datasets = Datasets.ofEnvironment(JobSession.isLocal(), progress);
        try (JobSession session = JobSession.openWithoutProgressBar();
                InterruptNotice notice =
                        new InterruptNotice(NOTHING_WRITTEN, session.spark().sparkContext(), progress)) {
            notice.during(() -> run(session.spark(), datasets, notice));
        }
    }

    private void run(SparkSession session, Datasets datasets, InterruptNotice notice) throws IOException {
        InputResolver inputs = new InputResolver(session, datasets);
        ImageInput input = inputs.of(options.input());
        Optional<ImageInput> test = options.testInput().map(name -> inputs.of(InputOptions.named(name)));
        WeightsOutput output = new WeightsOutput(options.output(), HadoopConf.of(session));
        Optional<WeightsOutput> checkpoint =
                options.checkpoint().map(target -> new WeightsOutput(target, HadoopConf.of(session)));
        Dataset<Row> images = read(session, input, PARTITIONS, "trained on");
        Optional<Dataset<Row>> testImages = test.map(named -> read(session, named, 0, "evaluated on"));
        out.printf(
                Locale.ROOT,
                "Training %s on %s: %d iterations, %d augmented copies of each image, seed %d%n",
                units("-"),
                input.name(),
                options.iterations(),
                options.augmentedCopies(),
                options.seed());
        Trainer trainer = new Trainer(
                options.layers().stream().mapToInt(Integer::intValue).toArray(),
                options.iterations(),
                options.seed(),
                options.augmentedCopies());
        List<DenseLayer> layers = trainer.train(images, new Rounds(checkpoint, notice));
        notice.write(
                "the training is done, its weights are in " + output.uri(),
                () -> output.write(trained(layers, options.iterations())));
        out.printf("Weights: %s%n", output.uri());
        testImages.ifPresent(table -> evaluate(table, DenseNetwork.onPixels(layers, PixelScaling.UNIT)));
    }

    private Dataset<Row> read(SparkSession session, ImageInput input, int partitions, String purpose) {
        int classes = options.layers().get(options.layers().size() - 1);
        Dataset<Row> images = input.decoded(
                session,
                new ImageInput.Expected(
                        OptionalInt.empty(), OptionalInt.of(options.layers().get(0))),
                partitions);
        input.requirePixels(images, options.layers().get(0), "the network");
        if (ImageSize.of(images.schema()).labelled().equals(OptionalLong.of(0))) {
            throw BadInputException.in(input.uri(), "images must have labels to be %s but have none", purpose);
        }
        new LabelCheck(classes, purpose).require(images, input.uri());
        return images;
    }

    /** Reports progress, and writes the weights of each round. */
    private final class Rounds implements Trainer.Progress {
        private final Optional<WeightsOutput> checkpoint;
        private final InterruptNotice notice;
        // submit.sh sets Spark's progress bar where standard error is a terminal.
        private final TrainingProgress lines = new TrainingProgress(
                options.iterations(), Boolean.getBoolean(JobSession.PROGRESS_BAR), progress, System::nanoTime);

        Rounds(Optional<WeightsOutput> checkpoint, InterruptNotice notice) {
            this.checkpoint = checkpoint;
            this.notice = notice;
        }

        @Override
        public void round(int done, double loss, List<DenseLayer> layers) throws IOException {
            notice.report(() -> lines.done(done, loss));
            if (checkpoint.isPresent()) {
                String weights = "the weights after %d of %d iterations are in %s"
                        .formatted(done, options.iterations(), checkpoint.get().uri());
                notice.write(weights, () -> checkpoint.get().write(trained(layers, done)));
            }
        }

        @Override
        public void pass(int most) {
            notice.report(() -> lines.about(most));
        }
    }

    private TrainedNetwork trained(List<DenseLayer> layers, int iterations) {
        return new TrainedNetwork(layers, PixelScaling.UNIT, origin(iterations));
    }

    private void evaluate(Dataset<Row> images, DenseNetwork network) {
        Scorer scorer = new Scorer(network, BATCH, KernelChoice.AUTO, MetricsLevel.ALL.columns());
        InternalRows rows = scorer.rows(images);
        BroadcastScorer shared = scorer.broadcast(images);
        InternalRows scored =
                rows.map(partition -> shared.score(partition, InvalidRows.FAIL), scorer.schema(rows.schema()));
        Evaluation evaluation = Evaluation.of(new Evaluator(network.classes(), MetricsLevel.ALL).tally(scored));
        out.printf("%nOn %s%n", options.testInput().orElseThrow());
        out.print(TextReport.of(evaluation));
    }

    private Map<String, String> origin(int iterations) {
        return Map.of(
                "trainingSet",
                        options.input()
                                .input()
                                .or(() -> options.input().inputTable())
                                .orElseThrow(),
                "seed", Long.toString(options.seed()),
                "iterations", Integer.toString(iterations),
                "augmentedCopies", Integer.toString(options.augmentedCopies()),
                "trainer", "mnist-scorer, Spark MLlib L-BFGS");
    }

    private String units(String separator) {
        return options.layers().stream().map(Object::toString).collect(Collectors.joining(separator));
    }
}
