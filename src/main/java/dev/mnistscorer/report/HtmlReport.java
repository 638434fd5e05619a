package dev.mnistscorer.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.mnistscorer.evaluation.ClassStatistics;
import dev.mnistscorer.evaluation.ConfusedPair;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.Example;
import dev.mnistscorer.evaluation.ProbabilityMetrics;
import dev.mnistscorer.evaluation.ScoredImage;
import dev.mnistscorer.picture.ContactSheet;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * An evaluation as a page for people: {@code report.html}, one file that refers to nothing outside itself. The template is
 * the resource {@code report.html.mustache}; this class says what stands in it. Mustache escapes whatever is put in.
 */
public final class HtmlReport {
    private static final String TEMPLATE = "report.html.mustache";
    private static final int MOST_CONFUSED = 10;

    /** A cell with more colour than this has light text. */
    private static final double DARK = 0.5;

    private final Evaluation evaluation;
    private final ContactSheet picture;

    private HtmlReport(Evaluation evaluation, int height, int width) {
        this.evaluation = evaluation;
        this.picture = new ContactSheet(height, width, 1);
    }

    /**
     * The page.
     *
     * @param height of an image in pixels
     * @param width of an image in pixels
     * @param identity what the run was: names and values, in order
     */
    public static String of(Evaluation evaluation, int height, int width, List<Map.Entry<String, String>> identity) {
        Map<String, Object> page = new HtmlReport(evaluation, height, width).page();
        page.put(
                "identity",
                identity.stream()
                        .map(fact -> Map.of("name", fact.getKey(), "value", fact.getValue()))
                        .toList());
        return template().execute(page);
    }

    private static Template template() {
        try (InputStream in = HtmlReport.class.getResourceAsStream(TEMPLATE);
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            return Mustache.compiler().escapeHTML(true).compile(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> page() {
        Map<String, Object> page = new HashMap<>();
        page.put("evaluated", evaluation.evaluated());
        page.put("cards", cards());
        page.put("classes", evaluation.classes().stream().map(this::classRow).toList());
        page.put("averages", evaluation.evaluated() ? List.of(macro(), weighted()) : List.of());
        page.put(
                "labels",
                evaluation.classes().stream().map(ClassStatistics::label).toList());
        page.put("matrix", evaluation.evaluated() ? matrix() : List.of());
        page.put(
                "confusions",
                ConfusedPair.mostFrequent(evaluation.confusion(), MOST_CONFUSED).stream()
                        .map(each -> Map.of(
                                "label", each.label(),
                                "prediction", each.prediction(),
                                "count", NumberFormats.grouped(each.count())))
                        .toList());
        page.put("worst", List.of());
        page.put("leastConfident", List.of());
        page.put("examples", List.of());
        page.put("charts", List.of());
        evaluation.probabilities().ifPresent(figures -> {
            page.put("worst", figures.worst().stream().map(this::example).toList());
            page.put(
                    "leastConfident",
                    figures.leastConfident().stream().map(this::example).toList());
            page.put("examples", examples(figures));
            page.put("charts", Charts.of(evaluation, figures));
        });
        return page;
    }

    private List<Map<String, Object>> cards() {
        List<Map<String, Object>> cards = new ArrayList<>();
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
        evaluation.probabilities().ifPresent(figures -> {
            cards.add(card(
                    "Log-loss",
                    NumberFormats.four(figures.logLoss()),
                    "Brier score " + NumberFormats.four(figures.brier())));
            cards.add(card(
                    "ECE",
                    NumberFormats.four(figures.calibration().ece()),
                    "MCE " + NumberFormats.four(figures.calibration().mce())));
            cards.add(card(
                    "Macro AUC",
                    NumberFormats.four(figures.macroAuc()),
                    "top-2 accuracy "
                            + NumberFormats.four(figures.topKAccuracy().getOrDefault(2, Double.NaN))));
        });
        return cards;
    }

    private static Map<String, Object> card(String name, String value, String note) {
        return Map.of("name", name, "value", value, "note", note);
    }

    private Map<String, Object> classRow(ClassStatistics each) {
        Map<String, Object> row =
                new HashMap<>(figures(Integer.toString(each.label()), each.precision(), each.recall(), each.f1()));
        row.put("support", NumberFormats.grouped(each.support()));
        row.put("predicted", NumberFormats.grouped(evaluation.predicted()[each.label()]));
        row.put(
                "interval",
                NumberFormats.four(each.recallInterval().low()) + " – "
                        + NumberFormats.four(each.recallInterval().high()));
        row.put(
                "auc",
                evaluation
                        .probabilities()
                        .map(figures -> NumberFormats.four(
                                figures.curves().get(each.label()).auc()))
                        .orElse("-"));
        return row;
    }

    private Map<String, Object> macro() {
        return figures(
                "macro mean",
                evaluation.macro().precision(),
                evaluation.macro().recall(),
                evaluation.macro().f1());
    }

    private Map<String, Object> weighted() {
        return figures(
                "weighted mean",
                evaluation.weighted().precision(),
                evaluation.weighted().recall(),
                evaluation.weighted().f1());
    }

    private static Map<String, Object> figures(String name, double precision, double recall, double f1) {
        return Map.of("name", name, "figures", List.of(bar(precision), bar(recall), bar(f1)));
    }

    private static Map<String, Object> bar(double value) {
        return Map.of("text", NumberFormats.four(value), "percent", Double.isNaN(value) ? "0" : percent(value, 2));
    }

    private List<Map<String, Object>> matrix() {
        return evaluation.classes().stream().map(this::matrixRow).toList();
    }

    private Map<String, Object> matrixRow(ClassStatistics each) {
        long[] counts = evaluation.confusion().counts()[each.label()];
        List<Map<String, Object>> cells = IntStream.range(0, counts.length)
                .mapToObj(k -> {
                    double fraction = each.support() == 0 ? 0 : (double) counts[k] / each.support();
                    boolean right = k == each.label();
                    // Mistakes are few: the square root tells one from none and thirty from ten.
                    double strength = right ? fraction : Math.min(1, 2 * Math.sqrt(fraction));
                    return Map.<String, Object>of(
                            "count",
                            NumberFormats.grouped(counts[k]),
                            "percent",
                            each.support() == 0 ? "-" : percent(fraction, 1),
                            "kind",
                            right ? "right" : "wrong",
                            "strength",
                            percent(strength, 0),
                            "dark",
                            strength > DARK,
                            "title",
                            String.format(Locale.ROOT, "true %d, predicted %d: %,d", each.label(), k, counts[k]));
                })
                .toList();
        return Map.of("label", each.label(), "cells", cells, "support", NumberFormats.grouped(each.support()));
    }

    private List<Map<String, Object>> examples(ProbabilityMetrics figures) {
        return IntStream.range(0, figures.examples().size())
                .filter(k -> !figures.examples().get(k).isEmpty())
                .mapToObj(k -> Map.<String, Object>of(
                        "label",
                        k,
                        "images",
                        figures.examples().get(k).stream().map(this::example).toList()))
                .toList();
    }

    private Map<String, Object> example(Example example) {
        boolean labelled = example.label() != ScoredImage.NO_LABEL;
        return Map.of(
                "png",
                Base64.getEncoder().encodeToString(picture.png(example.pixels())),
                "labelled",
                labelled,
                "label",
                labelled ? Integer.toString(example.label()) : "unknown",
                "prediction",
                example.prediction(),
                "confidence",
                NumberFormats.four(example.confidence()),
                "place",
                example.origin() + ", image " + example.index());
    }

    private static String percent(double fraction, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", 100 * fraction);
    }
}
