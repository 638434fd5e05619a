package dev.mnistscorer.report.page;

import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.Example;
import dev.mnistscorer.evaluation.ProbabilityMetrics;
import java.util.List;
import java.util.Optional;

/**
 * The wrong predictions with the highest confidence, whose labels may be wrong.
 *
 * @param summary number of suspect labels in words
 * @param first the first of them
 * @param rest the others
 */
record SuspectSection(String summary, List<Picture> first, List<Picture> rest) implements Section {
    private static final int FIRST = 24;

    /** Confidence from which on a label that disagrees is suspect. */
    private static final float CONFIDENT = 0.95f;

    static Optional<Section> of(Evaluation evaluation, Picture.Painter painter) {
        List<Example> worst =
                evaluation.probabilities().map(ProbabilityMetrics::worst).orElse(List.of());
        if (worst.isEmpty()) {
            return Optional.empty();
        }
        List<Picture> pictures = painter.pictures(worst);
        int first = Math.min(FIRST, pictures.size());
        return Optional.of(new SuspectSection(
                summary(worst), pictures.subList(0, first), pictures.subList(first, pictures.size())));
    }

    @Override
    public String id() {
        return "suspects";
    }

    @Override
    public String title() {
        return "Suspect labels and worst mistakes";
    }

    private static String summary(List<Example> worst) {
        long suspect = worst.stream()
                .filter(example -> example.confidence() >= CONFIDENT)
                .count();
        String shown = "Of the " + Texts.count(worst.size(), "wrong prediction") + " with the highest confidence, ";
        return suspect == 0
                ? shown + "none has a confidence of 0.95 or more: no label is suspect."
                : shown + (suspect == worst.size() ? "all" : Texts.grouped(suspect))
                        + " have a confidence of 0.95 or more. Either the network is mistaken, or the label is: look at"
                        + " these images, and correct the labels that are wrong.";
    }
}
