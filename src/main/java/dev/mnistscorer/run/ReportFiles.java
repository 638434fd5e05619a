package dev.mnistscorer.run;

import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.publish.OutputDirectory;
import dev.mnistscorer.publish.RunIdentity;
import dev.mnistscorer.report.CsvReport;
import dev.mnistscorer.report.HtmlReport;
import dev.mnistscorer.report.JsonReport;
import dev.mnistscorer.table.ImageSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of a report directory: always those of one run.
 *
 * @param directory the directory; empty: no report is written
 */
record ReportFiles(Optional<OutputDirectory> directory) {
    private static final String METRICS = "metrics.json";
    private static final String PER_CLASS = "per_class_metrics.csv";
    private static final String CONFUSION_MATRIX = "confusion_matrix.csv";
    private static final String PAGE = "report.html";
    private static final String RUN = "run.json";

    private static final List<String> OF_EVALUATION = List.of(METRICS, PER_CLASS, CONFUSION_MATRIX, PAGE);
    private static final List<String> ALL = List.of(METRICS, PER_CLASS, CONFUSION_MATRIX, PAGE, RUN);

    /** Makes sure, before work is spent, that the files can be written. */
    void requireWritable() {
        directory.ifPresent(found -> found.requireWritable(ALL));
    }

    /** Tells whether nothing is missing of the report of a run with this ID and identity. */
    boolean isComplete(String runId, RunIdentity identity) throws IOException {
        if (directory.isEmpty()) {
            return true;
        }
        Optional<byte[]> run = directory.get().read(RUN);
        if (run.isEmpty() || !RunJson.isDone(run.get(), runId, identity)) {
            return false;
        }
        for (String name : List.of(METRICS, PER_CLASS, PAGE)) {
            if (directory.get().read(name).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Writes the files of an evaluation, in the place of all files of an earlier run. */
    void write(Evaluation evaluation, ImageSize size, List<Map.Entry<String, String>> facts) throws IOException {
        if (directory.isEmpty()) {
            return;
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(METRICS, bytes(JsonReport.of(evaluation)));
        files.put(PER_CLASS, bytes(CsvReport.perClass(evaluation)));
        if (evaluation.evaluated()) {
            files.put(CONFUSION_MATRIX, bytes(CsvReport.confusionMatrix(evaluation)));
        }
        files.put(PAGE, bytes(HtmlReport.of(evaluation, size.height(), size.width(), facts)));
        List<String> obsolete =
                ALL.stream().filter(name -> !files.containsKey(name)).toList();
        directory.get().replace(files, obsolete);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Writes the record of a run beside the files of its evaluation. */
    void writeRecord(String json) throws IOException {
        if (directory.isPresent()) {
            directory.get().write(RUN, json);
        }
    }

    /** Writes the record of a run without an evaluation, in the place of all files of an earlier run. */
    void writeRecordAlone(String json) throws IOException {
        if (directory.isPresent()) {
            directory.get().replace(Map.of(RUN, bytes(json)), OF_EVALUATION);
        }
    }
}
