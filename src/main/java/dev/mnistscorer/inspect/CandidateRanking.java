package dev.mnistscorer.inspect;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.evaluation.ConfidenceInterval;
import dev.mnistscorer.image.DecodedImages;
import dev.mnistscorer.kernel.KernelChoice;
import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.scoring.ForwardPass;
import dev.mnistscorer.table.Columns;
import dev.mnistscorer.table.ScoreColumn;
import dev.mnistscorer.weights.WeightsImport.Candidate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Table of the networks that a weights file may mean, sorted by accuracy on labelled images; those within the 95 % CI of the
 * best one, which a few images could exchange, by log-loss. It shows which one is meant; nothing is chosen.
 */
final class CandidateRanking {
    /** Enough to tell networks apart whose accuracies differ by two percentage points. */
    static final int MOST_IMAGES = 2_000;

    /** Probabilities below it count as it, so that the mean stays finite. */
    private static final double LEAST = 1e-30;

    private final List<Row> images;
    private final String input;

    /**
     * Network with its results.
     *
     * @param correct number of images predicted right
     * @param logLoss mean log-loss; infinite if the last layer gives no probabilities
     */
    private record Ranked(Candidate candidate, int correct, double logLoss) {}

    /**
     * Reads the first labelled images.
     *
     * @throws BadInputException if there are none
     */
    CandidateRanking(Dataset<Row> images, String input) {
        this.input = input;
        this.images = images.select(Columns.LABEL, Columns.IMAGE)
                .where(functions.col(Columns.LABEL).isNotNull())
                .limit(MOST_IMAGES)
                .collectAsList();
        if (this.images.isEmpty()) {
            throw BadInputException.in(input, "images must have labels to compare networks on them but have none");
        }
    }

    void print(String weights, List<Candidate> candidates, TerminalLines lines) {
        List<Ranked> ranked = sorted(candidates.stream().map(this::ranked).toList());
        lines.line(
                "%s with %d %s of what it does not state, on %,d labelled images of %s",
                weights, ranked.size(), ranked.size() == 1 ? "value" : "combinations", images.size(), input);
        lines.line("");
        lines.line("accuracy  log-loss  network and arguments");
        for (Ranked each : ranked) {
            String loss = Double.isInfinite(each.logLoss) ? "-" : String.format(Locale.ROOT, "%.4f", each.logLoss);
            lines.line(
                    "%8.4f  %8s  %s %s",
                    (double) each.correct / images.size(),
                    loss,
                    each.candidate.file().network(),
                    each.candidate.options().arguments());
        }
        lines.line("");
        lines.line(
                "First: --weights=%s %s",
                weights, ranked.get(0).candidate.options().arguments());
    }

    private List<Ranked> sorted(List<Ranked> all) {
        int best = all.stream().mapToInt(Ranked::correct).max().orElseThrow();
        double least = ConfidenceInterval.wilson(best, images.size()).low() * images.size();
        Comparator<Ranked> byAccuracy = Comparator.comparingInt(Ranked::correct).reversed();
        Comparator<Ranked> byLogLoss = Comparator.comparingDouble(Ranked::logLoss);
        return Stream.concat(
                        all.stream().filter(each -> each.correct >= least).sorted(byLogLoss.thenComparing(byAccuracy)),
                        all.stream().filter(each -> each.correct < least).sorted(byAccuracy.thenComparing(byLogLoss)))
                .toList();
    }

    private Ranked ranked(Candidate candidate) {
        DenseNetwork network = candidate.file().network();
        boolean probabilities = network.output().activation() == Activation.SOFTMAX;
        ForwardPass pass = new ForwardPass(network, KernelChoice.AUTO.create(), 1, Set.of(ScoreColumn.PROBABILITY));
        int correct = 0;
        double loss = 0;
        for (Row image : images) {
            DecodedImages.set(image, 1, pass.images());
            pass.run(1);
            int label = image.getInt(0);
            correct += pass.prediction(0) == label ? 1 : 0;
            double probability = label < network.classes() ? pass.scores(0)[label] : 0;
            loss -= StrictMath.log(Math.max(LEAST, probability));
        }
        return new Ranked(candidate, correct, probabilities ? loss / images.size() : Double.POSITIVE_INFINITY);
    }
}
