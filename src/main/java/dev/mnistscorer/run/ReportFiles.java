package dev.mnistscorer.run;

import dev.mnistscorer.error.Secrets;
import dev.mnistscorer.evaluation.Comparison;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.Profile;
import dev.mnistscorer.publish.OutputDirectory;
import dev.mnistscorer.publish.RunIdentity;
import dev.mnistscorer.report.CsvReport;
import dev.mnistscorer.report.JsonReport;
import dev.mnistscorer.report.ProfileJson;
import dev.mnistscorer.report.page.HtmlPage;
import dev.mnistscorer.report.page.PageFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The files of a report directory: always those of one run. */
final class ReportFiles {
    private static final String METRICS = "metrics.json";
    /** Counts with which other images are compared. */
    static final String PROFILE = "profile.json";

    private static final String PER_CLASS = "per_class_metrics.csv";
    private static final String CONFUSION_MATRIX = "confusion_matrix.csv";
    private static final String COMPARISON = "comparison.csv";
    private static final String PAGE = "report.html";
    private static final String RUN = "run.json";
    private static final String RUN_METRICS = "metrics.prom";
    private static final String LINEAGE = "lineage.json";

    private static final List<String> ALL =
            List.of(METRICS, PROFILE, PER_CLASS, CONFUSION_MATRIX, COMPARISON, PAGE, RUN, RUN_METRICS, LINEAGE);

    private final Optional<OutputDirectory> directory;

    /** What this run has written of its evaluation, by the names of the files. */
    private Map<String, byte[]> evaluation = Map.of();

    /** The page of a run that failed after its evaluation, for a reason. */
    private UnaryOperator<String> failedPage = UnaryOperator.identity();

    /** Files of a directory; empty: no report is written. */
    ReportFiles(Optional<OutputDirectory> directory) {
        this.directory = directory;
    }

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
        for (String name : List.of(METRICS, PROFILE, PER_CLASS, PAGE)) {
            if (!directory.get().holds(name)) {
                return false;
            }
        }
        return true;
    }

    /** Writes the files of an evaluation, in the place of all files of an earlier run. */
    void write(Evaluation evaluated, Profile profile, PageFacts facts) throws IOException {
        if (directory.isEmpty()) {
            return;
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(METRICS, bytes(JsonReport.of(evaluated)));
        files.put(PROFILE, bytes(ProfileJson.of(profile)));
        files.put(PER_CLASS, bytes(CsvReport.perClass(evaluated)));
        evaluated
                .comparison()
                .filter(Comparison::evaluated)
                .ifPresent(comparison -> files.put(COMPARISON, bytes(CsvReport.comparison(evaluated, comparison))));
        if (evaluated.evaluated()) {
            files.put(CONFUSION_MATRIX, bytes(CsvReport.confusionMatrix(evaluated)));
        }
        files.put(PAGE, bytes(HtmlPage.of(evaluated, facts)));
        replace(files);
        evaluation = files;
        failedPage = reason -> HtmlPage.of(evaluated, facts.failed(reason));
    }

    /**
     * Writes the records of the run. The files of its evaluation are written once more with it, as those of another run may
     * have taken their place in the meantime; those of an earlier run go.
     */
    void writeRecord(RunRecord record, RunJson.End end) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>(evaluation);
        if (files.containsKey(PAGE) && !RunJson.isJudged(end)) {
            files.put(PAGE, bytes(failedPage.apply(Secrets.mask(end.reason()))));
        }
        files.put(RUN_METRICS, bytes(RunMetrics.text(record, end)));
        files.put(LINEAGE, bytes(LineageEvent.text(record, end)));
        files.put(RUN, bytes(RunJson.document(record, end)));
        replace(files);
    }

    private void replace(Map<String, byte[]> files) throws IOException {
        if (directory.isPresent()) {
            List<String> obsolete =
                    ALL.stream().filter(name -> !files.containsKey(name)).toList();
            directory.get().replace(files, obsolete);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
