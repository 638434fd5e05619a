package dev.mnistscorer.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mnistscorer.evaluation.Averages;
import dev.mnistscorer.evaluation.ClassStatistics;
import dev.mnistscorer.evaluation.Evaluation;

/**
 * An evaluation for programs: {@code metrics.json}. The same evaluation always gives the same bytes. A figure that is
 * undefined is {@code null}.
 */
public final class JsonReport {
    private static final JsonMapper MAPPER = new JsonMapper();

    private JsonReport() {}

    /** The document. */
    public static String of(Evaluation evaluation) {
        boolean evaluated = evaluation.evaluated();
        ObjectNode root = MAPPER.createObjectNode();
        root.put("count", evaluation.count());
        root.put("evaluated", evaluated);
        root.put("correct", evaluated ? evaluation.correct() : null);
        root.put("accuracy", Figures.decimal(evaluation.accuracy()));
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
            put(node, each.precision(), each.recall(), each.f1());
            node.put("support", each.support());
            node.put("predicted", evaluation.predicted()[each.label()]);
        }
        put(root.putObject("macro"), evaluation.macro());
        put(root.putObject("weighted"), evaluation.weighted());
        return print(root);
    }

    private static void put(ObjectNode node, Averages averages) {
        put(node, averages.precision(), averages.recall(), averages.f1());
    }

    private static void put(ObjectNode node, double precision, double recall, double f1) {
        node.put("precision", Figures.decimal(precision));
        node.put("recall", Figures.decimal(recall));
        node.put("f1", Figures.decimal(f1));
    }

    /** Indented, one line for each array of plain values, and a line feed at the end. */
    private static String print(ObjectNode root) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        try {
            return MAPPER.writer(printer).writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
