package dev.mnistscorer.run;

import dev.mnistscorer.error.Secrets;
import dev.mnistscorer.image.ImageFigures;
import dev.mnistscorer.input.ImageInput;
import dev.mnistscorer.publish.RunIdentity;
import dev.mnistscorer.report.page.Decision;
import dev.mnistscorer.report.page.PageFacts;
import dev.mnistscorer.weights.WeightsFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Facts of a run for its page.
 *
 * @param record the run, judged
 * @param plan the run as it was planned
 * @param figures figures of its images
 */
record ReportPage(RunRecord record, ScoringPlan plan, ImageFigures figures) {
    private static final String WARNING = "Warning: ";

    PageFacts facts() {
        ImageInput images = plan.resolved().input();
        return new PageFacts(
                Secrets.mask(images.name()),
                Secrets.mask(record.options.model().weights()),
                decision(),
                remark(),
                record.gates,
                record.options.gates().minAccuracy(),
                record.rows.orElseThrow().toString(),
                record.warnings.stream()
                        .map(warning -> Secrets.mask(warning.replace(WARNING, "")))
                        .toList(),
                plan.size(),
                images.format().holdsPixels() ? Optional.of(figures) : Optional.empty(),
                card(images),
                Secrets.mask(RepeatCommand.of(record.options.arguments(), images.name())));
    }

    private Decision decision() {
        if (!record.failedGates().isEmpty()) {
            return Decision.REJECTED;
        }
        if (plan.delivery().summary(true).predictions().isPresent()) {
            return Decision.PUBLISHED;
        }
        return record.gates.isEmpty() ? Decision.SCORED : Decision.PASSED;
    }

    /** The directory of the predictions; the ID of the run where it is stated, as one that is made of the time differs. */
    private String remark() {
        OutputOptions output = record.options.output();
        if (output.output().isEmpty()) {
            return record.failedGates().isEmpty() ? "Predictions were not to be written" : "";
        }
        String place = output.delivery()
                .table()
                .map(table -> "table " + table.name())
                .orElse(output.output().get());
        String run = output.runId().map(id -> ", run " + id).orElse("");
        return (record.failedGates().isEmpty() ? "Predictions: " : "The predictions were withheld from ")
                + Secrets.mask(place)
                + run;
    }

    private List<Map.Entry<String, String>> card(ImageInput images) {
        WeightsFile file = plan.resolved().weights();
        RunIdentity identity = plan.identity();
        List<Map.Entry<String, String>> facts = new ArrayList<>();
        facts.add(Map.entry("Images", Secrets.mask(images.name() + " (" + images.uri() + ")")));
        facts.add(Map.entry(
                "Size of an image", plan.size().height() + " × " + plan.size().width() + " pixels"));
        facts.add(Map.entry(
                "Digest of the input",
                identity.input() + " (sha256 of the list of files with their lengths and times)"));
        facts.add(Map.entry("Network", file.network().toString()));
        facts.add(Map.entry(
                "Parameters", String.format(Locale.ROOT, "%,d", file.network().parameters())));
        facts.add(Map.entry(
                "Weights",
                Secrets.mask(record.options.model().weights() + " (" + file.path() + ", " + file.format() + ")")));
        facts.add(Map.entry("Digest of the weights", file.sha256() + " (sha256 of the file)"));
        facts.add(Map.entry(
                "Digest of the network", identity.network() + " (sha256 of the layers with the scaling folded in)"));
        facts.add(Map.entry(
                "Understood as",
                file.steps().stream().map(step -> step.name() + " " + step).collect(Collectors.joining(" → "))));
        if (!file.assumptions().isEmpty()) {
            facts.add(Map.entry("Assumed", String.join("; ", file.assumptions())));
        }
        plan.resolved()
                .challenger()
                .ifPresent(second -> facts.add(Map.entry(
                        "Challenger",
                        Secrets.mask(second.path() + ": " + second.network().toString()))));
        record.options.comparison().reference().ifPresent(uri -> facts.add(Map.entry("Reference", Secrets.mask(uri))));
        training(file).ifPresent(text -> facts.add(Map.entry("Training, as the file states it", text)));
        facts.add(Map.entry(
                "Versions",
                "mnist-scorer " + RunRecord.version() + ", Spark " + record.sparkVersion + ", Java "
                        + System.getProperty("java.version")));
        return facts;
    }

    private static Optional<String> training(WeightsFile file) {
        String text = file.metadata().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return Optional.of(text).filter(stated -> !stated.isEmpty());
    }
}
