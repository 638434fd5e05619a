package dev.mnistscorer.run;

import dev.mnistscorer.publish.Delivery;
import dev.mnistscorer.report.TextReport;
import java.io.PrintStream;
import java.util.Optional;

/**
 * Result of a scoring run for standard output.
 *
 * @param delivery destination of the predictions
 * @param verdict metrics, row accounting and gates
 * @param report place of the report, if one was written
 */
record RunSummary(Delivery delivery, Verdict verdict, Optional<String> report) {
    void print(PrintStream out) {
        out.println();
        out.print(TextReport.of(verdict.evaluation()));
        out.printf("%nRows: %s%n", verdict.rows());
        Delivery.Summary places = delivery.summary(verdict.accepted());
        places.predictions().ifPresent(place -> out.printf("%nPredictions: %s%s%n", place, places.note()));
        if (verdict.rows().quarantined() > 0) {
            places.quarantine().ifPresent(place -> out.printf("Quarantined: %s%n", place));
        }
        report.ifPresent(place -> out.printf("%nReport: %s%n", place));
    }
}
