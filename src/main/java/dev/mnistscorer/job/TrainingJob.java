package dev.mnistscorer.job;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.Evaluator;
import dev.mnistscorer.evaluation.Tally;
import dev.mnistscorer.kernel.KernelChoice;
import dev.mnistscorer.network.DenseLayer;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.network.PixelScaling;
import dev.mnistscorer.report.TextReport;
import dev.mnistscorer.scoring.Detail;
import dev.mnistscorer.scoring.ScoredImages;
import dev.mnistscorer.scoring.Scorer;
import dev.mnistscorer.source.Datasets;
import dev.mnistscorer.training.Trainer;
import dev.mnistscorer.weights.TrainedNetwork;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One training run from images to a file of weights. */
public final class TrainingJob {
    /** With more parts than two the sums of the gradient would depend on which task ends first. */
    private static final int PARTS = 2;

    private static final int BATCH = 100;

    private final TrainOptions options;
    private final PrintStream out;
    private final PrintStream progress;

    /** A run that prints its results to {@code out}, and how far it has come to {@code progress}. */
    public TrainingJob(TrainOptions options, PrintStream out, PrintStream progress) {
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
        try (JobSession session = JobSession.open()) {
            run(session.spark(), new ImageInput(datasets, options.input(), options.labels()), datasets);
        }
    }

    private void run(SparkSession session, ImageInput input, Datasets datasets) throws IOException {
        Path file = new Path(options.output());
        ReportDirectory directory =
                ReportDirectory.of(file, session.sessionState().newHadoopConf());
        int classes = options.layers().get(options.layers().size() - 1);
        int pixels = options.layers().get(0);
        Dataset<Row> images = input.read(session, OptionalInt.of(classes), pixels, PARTS);
        if (images.select("label").first().isNullAt(0)) {
            throw BadInputException.in(input.uri(), "images must have labels to be trained on but have none");
        }
        out.printf(
                Locale.ROOT,
                "Training %s on %s: %d iterations, %d varied copies of each image, seed %d%n",
                units("-"),
                options.input(),
                options.iterations(),
                options.variations(),
                options.seed());
        Trainer trainer = new Trainer(
                options.layers().stream().mapToInt(Integer::intValue).toArray(),
                options.iterations(),
                options.seed(),
                options.variations());
        List<DenseLayer> layers = trainer.train(images, this::report);
        TrainedNetwork trained = new TrainedNetwork(layers, PixelScaling.UNIT, origin());
        directory.write(
                file.getName(), options.format() == TrainOptions.Format.NPZ ? trained.npz() : trained.safetensors());
        out.printf("Weights: %s%n", options.output());
        if (options.testInput().isPresent()) {
            ImageInput test = new ImageInput(datasets, options.testInput().get(), Optional.empty());
            evaluate(
                    test.read(session, OptionalInt.of(classes), pixels, 0),
                    DenseNetwork.onPixels(layers, PixelScaling.UNIT));
        }
    }

    private void report(int done, double loss) {
        progress.printf(Locale.ROOT, "Iteration %d of %d: loss %.5f%n", done, options.iterations(), loss);
    }

    private void evaluate(Dataset<Row> images, DenseNetwork network) {
        ScoredImages scored = new Scorer(network, BATCH, KernelChoice.AUTO, Detail.PROBABILITIES).score(images);
        Evaluator evaluator = new Evaluator(network.classes(), Tally.Scope.PROBABILITIES);
        Evaluation evaluation = Evaluation.of(evaluator.tally(scored.rows(), scored.schema()));
        out.printf("%nOn %s%n", options.testInput().get());
        out.print(TextReport.of(evaluation));
    }

    private Map<String, String> origin() {
        return Map.of(
                "trainingSet", options.input(),
                "seed", Long.toString(options.seed()),
                "iterations", Integer.toString(options.iterations()),
                "augmentedCopies", Integer.toString(options.variations()),
                "trainer", "mnist-scorer, Spark MLlib L-BFGS");
    }

    private String units(String separator) {
        return options.layers().stream().map(Object::toString).collect(Collectors.joining(separator));
    }
}
