package dev.mnistscorer.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.mnistscorer.evaluation.Averages;
import dev.mnistscorer.evaluation.ClassStatistics;
import dev.mnistscorer.evaluation.ConfusedPair;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.Example;
import dev.mnistscorer.evaluation.ProbabilityMetrics;
import dev.mnistscorer.evaluation.ScoredImage;
import dev.mnistscorer.picture.ContactSheet;
import dev.mnistscorer.table.ClassNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Renders an evaluation as {@code report.html}, a self-contained page. The template is the resource
 * {@code report.html.mustache}; this class provides its values, which Mustache escapes.
 */
public final class HtmlReport {
    private static final String TEMPLATE = "report.html.mustache";
    private static final int MOST_CONFUSED = 10;

    /** Opacity above which a cell has light text. */
    private static final double DARK = 0.5;

    private final Evaluation evaluation;
    private final ClassNames names;
    private final ContactSheet sheet;

    private HtmlReport(Evaluation evaluation, int height, int width) {
        this.evaluation = evaluation;
        this.names = evaluation.names();
        this.sheet = new ContactSheet(height, width, 1);
    }

    /**
     * Returns the page.
     *
     * @param height height of an image in pixels
     * @param width width of an image in pixels
     * @param identity names and values that describe the run, in order
     */
    public static String of(Evaluation evaluation, int height, int width, List<Map.Entry<String, String>> identity) {
        return template().execute(new HtmlReport(evaluation, height, width).page(identity));
    }

    private static Template template() {
        try (InputStream in = HtmlReport.class.getResourceAsStream(TEMPLATE);
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            return Mustache.compiler().escapeHTML(true).zeroIsFalse(true).compile(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Page page(List<Map.Entry<String, String>> identity) {
        boolean evaluated = evaluation.evaluated();
        Optional<ProbabilityMetrics> probabilities = evaluation.probabilities();
        return new Page(
                evaluated,
                cards(),
                names.count() > 0,
                evaluation.classes().stream()
                        .map(each -> names.numbered(each.label()))
                        .toList(),
                evaluated ? evaluation.classes().stream().map(this::matrixRow).toList() : List.of(),
                ConfusedPair.mostFrequent(evaluation.confusion(), MOST_CONFUSED).stream()
                        .map(pair -> new Page.Confused(
                                names.of(pair.label()),
                                names.of(pair.prediction()),
                                NumberFormats.grouped(pair.count())))
                        .toList(),
                evaluation.classes().stream().map(this::classRow).toList(),
                evaluated
                        ? List.of(
                                meanRow("macro mean", evaluation.macro()),
                                meanRow("weighted mean", evaluation.weighted()))
                        : List.of(),
                probabilities.map(metrics -> Charts.of(evaluation, metrics)).orElse(List.of()),
                probabilities.map(metrics -> pictures(metrics.worst())).orElse(List.of()),
                probabilities.map(metrics -> pictures(metrics.leastConfident())).orElse(List.of()),
                probabilities.map(this::examples).orElse(List.of()),
                identity.stream()
                        .map(fact -> new Page.Fact(fact.getKey(), fact.getValue()))
                        .toList());
    }

    private List<Page.Card> cards() {
        List<Page.Card> cards = new ArrayList<>();
        if (!evaluation.evaluated()) {
            cards.add(card("Images", NumberFormats.grouped(evaluation.count()), "none has a label: not evaluated"));
            return cards;
        }
        cards.add(card(
                "Accuracy",
                NumberFormats.four(evaluation.accuracy()),
                String.format(
                        Locale.ROOT,
                        "%s of %s; 95 %% CI %s to %s",
                        NumberFormats.grouped(evaluation.correct()),
                        NumberFormats.grouped(evaluation.confusion().total()),
                        NumberFormats.four(evaluation.accuracyInterval().low()),
                        NumberFormats.four(evaluation.accuracyInterval().high()))));
        cards.add(card("Macro F1", NumberFormats.four(evaluation.macro().f1()), "each class counts the same"));
        cards.add(card(
                "MCC",
                NumberFormats.four(evaluation.agreement().mcc()),
                "kappa " + NumberFormats.four(evaluation.agreement().kappa())));
        evaluation.probabilities().ifPresent(metrics -> {
            cards.add(card(
                    "Log-loss",
                    NumberFormats.four(metrics.logLoss()),
                    "Brier score " + NumberFormats.four(metrics.brier())));
            cards.add(card(
                    "ECE",
                    NumberFormats.four(metrics.calibration().ece()),
                    "MCE " + NumberFormats.four(metrics.calibration().mce())));
            cards.add(card(
                    "Macro AUC",
                    NumberFormats.four(metrics.macroAuc()),
                    "top-2 accuracy "
                            + NumberFormats.four(metrics.topKAccuracy().getOrDefault(2, Double.NaN))));
        });
        return cards;
    }

    private static Page.Card card(String name, String value, String note) {
        return new Page.Card(name, value, note);
    }

    private Page.ClassRow classRow(ClassStatistics each) {
        return new Page.ClassRow(
                names.numbered(each.label()),
                List.of(metric(each.precision()), metric(each.recall()), metric(each.f1())),
                NumberFormats.four(each.recallInterval().low()) + " – "
                        + NumberFormats.four(each.recallInterval().high()),
                NumberFormats.four(evaluation
                        .probabilities()
                        .map(metrics -> metrics.curves().get(each.label()).auc())
                        .orElse(Double.NaN)),
                NumberFormats.grouped(each.support()),
                NumberFormats.grouped(evaluation.predicted()[each.label()]));
    }

    private static Page.MeanRow meanRow(String name, Averages means) {
        return new Page.MeanRow(name, List.of(metric(means.precision()), metric(means.recall()), metric(means.f1())));
    }

    private static Page.Metric metric(double value) {
        return new Page.Metric(NumberFormats.four(value), Double.isNaN(value) ? "0" : percent(value, 2));
    }

    private Page.MatrixRow matrixRow(ClassStatistics each) {
        long[] counts = evaluation.confusion().counts()[each.label()];
        List<Page.Cell> cells = IntStream.range(0, counts.length)
                .mapToObj(k -> cell(each, k, counts[k]))
                .toList();
        return new Page.MatrixRow(names.numbered(each.label()), cells, NumberFormats.grouped(each.support()));
    }

    private Page.Cell cell(ClassStatistics each, int prediction, long count) {
        double fraction = each.support() == 0 ? 0 : (double) count / each.support();
        boolean right = prediction == each.label();
        // Mistakes are few: the square root makes 1 visible, and 30 different from 10.
        double strength = right ? fraction : Math.min(1, 2 * Math.sqrt(fraction));
        return new Page.Cell(
                NumberFormats.grouped(count),
                each.support() == 0 ? "-" : percent(fraction, 1),
                right ? "right" : "wrong",
                percent(strength, 0),
                strength > DARK,
                String.format(
                        Locale.ROOT,
                        "true %s, predicted %s: %,d",
                        names.of(each.label()),
                        names.of(prediction),
                        count));
    }

    private List<Page.ExampleRow> examples(ProbabilityMetrics metrics) {
        return IntStream.range(0, metrics.examples().size())
                .filter(k -> !metrics.examples().get(k).isEmpty())
                .mapToObj(k -> new Page.ExampleRow(
                        names.of(k), pictures(metrics.examples().get(k))))
                .toList();
    }

    private List<Page.Picture> pictures(List<Example> examples) {
        return examples.stream().map(this::picture).toList();
    }

    private Page.Picture picture(Example example) {
        return new Page.Picture(
                Base64.getEncoder().encodeToString(sheet.png(example.pixels())),
                example.label() == ScoredImage.NO_LABEL ? "unknown" : names.of(example.label()),
                names.of(example.prediction()),
                NumberFormats.four(example.confidence()),
                place(example));
    }

    private static String place(Example example) {
        return example.index() == ScoredImage.NO_INDEX
                ? example.origin()
                : example.origin() + ", image " + example.index();
    }

    private static String percent(double fraction, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", 100 * fraction);
    }
}
