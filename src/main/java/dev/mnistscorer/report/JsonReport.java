package dev.mnistscorer.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mnistscorer.evaluation.Averages;
import dev.mnistscorer.evaluation.Calibration;
import dev.mnistscorer.evaluation.ClassStatistics;
import dev.mnistscorer.evaluation.ConfidenceInterval;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.Example;
import dev.mnistscorer.evaluation.ProbabilityMetrics;
import dev.mnistscorer.evaluation.RocCurve;
import dev.mnistscorer.evaluation.ScoredImage;
import java.util.List;

/**
 * An evaluation for programs: {@code metrics.json}. The same evaluation always gives the same bytes. A figure that is
 * undefined is {@code null}.
 */
public final class JsonReport {
    private static final JsonMapper MAPPER = new JsonMapper();

    private JsonReport() {}

    /** The document. */
    public static String of(Evaluation evaluation) {
        return print(tree(evaluation));
    }

    /** The document as a tree. */
    public static ObjectNode tree(Evaluation evaluation) {
        boolean evaluated = evaluation.evaluated();
        ObjectNode root = MAPPER.createObjectNode();
        root.put("count", evaluation.count());
        root.put("evaluated", evaluated);
        root.put("correct", evaluated ? evaluation.correct() : null);
        root.put("accuracy", NumberFormats.decimal(evaluation.accuracy()));
        if (evaluated) {
            ArrayNode matrix = root.putArray("confusionMatrix");
            for (long[] row : evaluation.confusion().counts()) {
                ArrayNode cells = matrix.addArray();
                for (long count : row) {
                    cells.add(count);
                }
            }
        } else {
            root.putNull("confusionMatrix");
        }
        ArrayNode classes = root.putArray("classes");
        for (ClassStatistics each : evaluation.classes()) {
            ObjectNode node = classes.addObject();
            node.put("label", each.label());
            evaluation.names().name(each.label()).ifPresent(name -> node.put("name", name));
            put(node, each.precision(), each.recall(), each.f1());
            node.put("support", each.support());
            node.put("predicted", evaluation.predicted()[each.label()]);
            put(node, "recallInterval", each.recallInterval());
            evaluation.probabilities().ifPresent(figures -> {
                RocCurve curve = figures.curves().get(each.label());
                node.put("auc", NumberFormats.decimal(curve.auc()));
                node.put("averagePrecision", NumberFormats.decimal(curve.averagePrecision()));
            });
        }
        ObjectNode macro = root.putObject("macro");
        put(macro, evaluation.macro());
        put(root.putObject("weighted"), evaluation.weighted());
        put(root.putObject("micro"), evaluation.accuracy(), evaluation.accuracy(), evaluation.accuracy());
        put(root, "accuracyInterval", evaluation.accuracyInterval());
        root.put(
                "balancedAccuracy", NumberFormats.decimal(evaluation.agreement().balancedAccuracy()));
        root.put("kappa", NumberFormats.decimal(evaluation.agreement().kappa()));
        root.put("mcc", NumberFormats.decimal(evaluation.agreement().mcc()));
        evaluation.probabilities().ifPresent(figures -> {
            macro.put("auc", NumberFormats.decimal(figures.macroAuc()));
            macro.put("averagePrecision", NumberFormats.decimal(figures.macroAveragePrecision()));
            put(root, figures);
        });
        evaluation
                .comparison()
                .ifPresent(comparison -> root.set("comparison", ComparisonJson.of(comparison, evaluation.names())));
        evaluation.drift().ifPresent(drift -> root.set("drift", DriftJson.of(drift)));
        return root;
    }

    private static void put(ObjectNode root, ProbabilityMetrics figures) {
        root.put("logLoss", NumberFormats.decimal(figures.logLoss()));
        root.put("brier", NumberFormats.decimal(figures.brier()));
        ObjectNode top = root.putObject("topKAccuracy");
        figures.topKAccuracy().forEach((k, accuracy) -> top.put(k.toString(), NumberFormats.decimal(accuracy)));
        ObjectNode calibration = root.putObject("calibration");
        calibration.put("ece", NumberFormats.decimal(figures.calibration().ece()));
        calibration.put("mce", NumberFormats.decimal(figures.calibration().mce()));
        ArrayNode bins = calibration.putArray("bins");
        for (Calibration.Bin bin : figures.calibration().bins()) {
            bins.addObject()
                    .put("low", NumberFormats.decimal(bin.low()))
                    .put("high", NumberFormats.decimal(bin.high()))
                    .put("count", bin.count())
                    .put("confidence", NumberFormats.decimal(bin.confidence()))
                    .put("accuracy", NumberFormats.decimal(bin.accuracy()));
        }
        ObjectNode confidences = root.putObject("confidenceHistogram");
        put(confidences.putArray("count"), figures.confidences());
        put(confidences.putArray("wrong"), figures.mistakes());
        put(root.putArray("worstMistakes"), figures.worst());
        put(root.putArray("leastConfident"), figures.leastConfident());
    }

    static void put(ArrayNode array, long[] counts) {
        for (long count : counts) {
            array.add(count);
        }
    }

    private static void put(ArrayNode array, List<Example> examples) {
        for (Example example : examples) {
            put(array.addObject(), example);
        }
    }

    static void put(ObjectNode node, Example example) {
        node.put("origin", example.origin());
        node.put("index", example.index() == ScoredImage.NO_INDEX ? null : (Long) example.index());
        if (example.label() != ScoredImage.NO_LABEL) {
            node.put("label", example.label());
        }
        node.put("prediction", example.prediction()).put("confidence", NumberFormats.decimal(example.confidence()));
    }

    static void put(ObjectNode node, String name, ConfidenceInterval interval) {
        node.putArray(name).add(NumberFormats.decimal(interval.low())).add(NumberFormats.decimal(interval.high()));
    }

    private static void put(ObjectNode node, Averages averages) {
        put(node, averages.precision(), averages.recall(), averages.f1());
    }

    private static void put(ObjectNode node, double precision, double recall, double f1) {
        node.put("precision", NumberFormats.decimal(precision));
        node.put("recall", NumberFormats.decimal(recall));
        node.put("f1", NumberFormats.decimal(f1));
    }

    /** Indented, one line for each array of plain values, and a line feed at the end. */
    static String print(ObjectNode root) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        try {
            return MAPPER.writer(printer).writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
