package dev.mnistscorer.report.page;

import dev.mnistscorer.evaluation.ChiSquare;
import dev.mnistscorer.evaluation.Drift;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.ExpectedAccuracy;
import dev.mnistscorer.evaluation.Shift;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The images beside those of a reference.
 *
 * @param reference number of images of the reference in words
 * @param expected expected accuracy in words
 * @param rows figures of the shift
 * @param classes predictions of both sets by class
 */
record DriftSection(String reference, String expected, List<Row> rows, List<ClassRow> classes) implements Section {

    /** A figure of the shift, and how large it is by the usual rule. */
    record Row(String name, String value, String size, String rule) {}

    /** Fraction of the predictions that are of one class, in per cent. */
    record ClassRow(String name, String reference, String images) {}

    static Optional<Section> of(Evaluation evaluation) {
        return evaluation.drift().map(drift -> of(drift, evaluation));
    }

    private static Section of(Drift drift, Evaluation evaluation) {
        return new DriftSection(
                Texts.count(drift.reference().count(), "image"),
                expected(drift),
                List.of(
                        psi("PSI of the predictions", drift.predictions()),
                        psi("PSI of the confidence", drift.confidence()),
                        distance("Jensen–Shannon distance of the predictions", drift.predictions()),
                        distance("Jensen–Shannon distance of the confidence", drift.confidence()),
                        cramersV(drift.chiSquare()),
                        ink(drift.inkShift())),
                classes(drift, evaluation));
    }

    @Override
    public String id() {
        return "drift";
    }

    @Override
    public String title() {
        return "Drift from the reference";
    }

    private static String expected(Drift drift) {
        ExpectedAccuracy expected = drift.expectedAccuracy();
        if (Double.isNaN(expected.value())) {
            return drift.reference().labelled() == 0
                    ? "Expected accuracy: not known, as the reference has no labels."
                    : "Expected accuracy: not known, as there are no probabilities.";
        }
        return "Expected accuracy without labels: " + Texts.four(expected.value()) + " (95 % CI "
                + Texts.interval(expected.interval())
                + "), if a prediction of some confidence is right as often as in the reference.";
    }

    private static Row psi(String name, Shift shift) {
        return new Row(
                name,
                Texts.four(shift.psi()),
                size(shift),
                "moderate from " + Shift.MODERATE + ", large above " + Shift.LARGE);
    }

    private static String size(Shift shift) {
        return switch (shift.size()) {
            case NOT_KNOWN -> "not known";
            case NONE -> "none";
            case MODERATE_SHIFT -> "moderate";
            case LARGE_SHIFT -> "large";
        };
    }

    private static Row distance(String name, Shift shift) {
        return new Row(name, Texts.four(shift.jensenShannon()), "", "from 0, equal, to 1, nothing in common");
    }

    private static Row cramersV(ChiSquare test) {
        return new Row(
                "Cramér's V of the predictions (chi-square p " + Texts.probability(test.p()) + ")",
                Texts.four(test.cramersV()),
                size(test.cramersV(), 0.1, 0.3),
                "small from 0.1, medium from 0.3, large from 0.5");
    }

    private static Row ink(double shift) {
        return new Row(
                "shift of the mean pixel, standard deviations",
                Texts.signed(shift),
                size(Math.abs(shift), 0.2, 0.5),
                "small from 0.2, medium from 0.5, large from 0.8");
    }

    private static String size(double value, double small, double medium) {
        if (Double.isNaN(value)) {
            return "not known";
        }
        return value < small ? "none" : value < medium ? "small" : "medium or large";
    }

    private static List<ClassRow> classes(Drift drift, Evaluation evaluation) {
        long[] reference = drift.reference().predictions();
        return IntStream.range(0, reference.length)
                .mapToObj(k -> new ClassRow(
                        evaluation.names().numbered(k),
                        Texts.percent((double) reference[k] / drift.reference().count()),
                        Texts.percent((double) evaluation.predicted()[k] / evaluation.count())))
                .toList();
    }
}
